"""The web server as a process, and the address it is reached by."""

import errno
import http.client
import socket
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

from orientir.door.obstacles import Obstacle
from orientir.door.processes import Household
from orientir.door.surroundings import DJANGO, Environment
from orientir.door.words import say

FIRST_PORT = 8000
PORTS_TRIED = 100
START_SECONDS = 60.0


def free_port(host: str) -> int:
    """8000 or the next port nobody listens on."""
    last = FIRST_PORT + PORTS_TRIED - 1
    for port in range(FIRST_PORT, last + 1):
        if _is_free(host, port):
            return port
    raise Obstacle(say("serve.no-port", first=FIRST_PORT, last=last))


def require_free(host: str, port: int) -> None:
    """An Obstacle when another program listens there."""
    if not _is_free(host, port):
        raise Obstacle(say("serve.busy", host=host, port=port))


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    try:
        literal = ip_address(host)
    except ValueError:
        return f"http://{host}:{port}/"
    if literal.is_unspecified:
        return f"http://127.0.0.1:{port}/" if literal.version == 4 else f"http://[::1]:{port}/"
    return f"http://{host}:{port}/" if literal.version == 4 else f"http://[{host}]:{port}/"


def start_server(household: Household, environment: Environment, *, host: str, port: int, workers: int) -> None:
    """Start the server and return when it answers."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    # As many requests at once as there are connections to the database; more of them wait their turn.
    command += ["--blocking-threads", environment.get("ORIENTIR_POOL", "8")]
    # The product offers sign-in by one click only where nobody else can reach it, so it must know.
    listening = environment | {"ORIENTIR_LISTENS_ON": host}
    household.start(say("process.server"), [*command, "orientir.config.wsgi:application"], listening)
    name = _first_name(environment)
    household.wait_until(lambda: answers(host, port, name=name), START_SECONDS)


def start_worker(household: Household, environment: Environment) -> None:
    """Start the process that does queued jobs."""
    household.start(say("process.worker"), [*DJANGO, "procrastinate", "worker"], environment)


def answers(host: str, port: int, *, name: str) -> bool:
    """Whether an HTTP server answers there, with whatever page or redirect, when it is called by a name it has."""
    connection = http.client.HTTPConnection(urlsplit(address(host, port)).hostname or host, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": name})
        connection.getresponse().close()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def public_address(environment: Environment, host: str, port: int) -> str:
    """Where people find the product: behind a proxy with HTTPS its first name, otherwise this very address."""
    if environment.get("ORIENTIR_HTTPS") == "1":
        return f"https://{_first_name(environment)}/"
    return address(host, port)


def _first_name(environment: Environment) -> str:
    # A request under a name that is not listed is refused; "localhost" is, unless others are.
    return environment.get("ORIENTIR_HOSTS", "").split(",")[0].strip() or "localhost"


def _is_free(host: str, port: int) -> bool:
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror:
        raise Obstacle(say("serve.bad-host", host=host)) from None
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise Obstacle(say("serve.bad-host", host=host)) from None
        return False
    return True
