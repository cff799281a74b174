"""`./orientir bench sign-in`: sign-ins a second, what wrong ones cost before and after the limit, what time tells.

All in a new database beside the product's, on the same machine; what happens inside of the product is measured by
`orientir.accounts.measuring`, in a process of its own.
"""

from __future__ import annotations

from orientir.door import bench_pages
from orientir.door.surroundings import step
from orientir.door.words import say

DATABASE = "orientir_bench_sign_in"
INSIDE = "orientir.accounts.measuring"
"""The module that does the product's part."""


def sign_in() -> str:
    """Sign-ins a second beside bare hashes; 200 wrong ones before and after the limit; kinds of accounts in pairs."""
    with bench_pages.beside_the_product(DATABASE) as (environment, administrator):
        bench_pages.make_database(administrator, DATABASE)
        try:
            step("serve.static", ["collectstatic", "--no-input"], environment)
            step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
            found = bench_pages.run_inside(environment, module=INSIDE)
        finally:
            bench_pages.drop_database(administrator, DATABASE)
    return say("bench.sign-in", **found)
