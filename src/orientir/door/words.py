"""What the door says, in both languages.

The door speaks before Django is installed, so its words are plain data here instead of a gettext catalogue.
`choose` settles the language once, from `--lang` or the locale; `say` gives a text in it. Russian is the
default, also in the C locale.
"""

from collections.abc import Mapping, Sequence

from orientir.door.obstacles import Obstacle
from orientir.door.texts import TEXTS

LANGUAGES = ("ru", "en")


class _Choice:
    language = "ru"


def language() -> str:
    """The language settled by `choose`: "ru" or "en"."""
    return _Choice.language


def say(key: str, **values: object) -> str:
    """The text of a key in the chosen language, with its places filled."""
    english, russian = TEXTS[key]
    return (english if _Choice.language == "en" else russian).format(**values)


def locale_language(environment: Mapping[str, str]) -> str:
    """English where the locale is English, Russian everywhere else."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].lower().startswith("en") else "ru"
    return "ru"


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Settle the language and return the arguments without `--lang`, which may stand anywhere before `--`."""
    _Choice.language = environment.get("ORIENTIR_LANGUAGE") or locale_language(environment)
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return [*kept, argument, *rest]
        if argument == "--lang" or argument.startswith("--lang="):
            wanted = argument.partition("=")[2] if "=" in argument else next(rest, "")
            if wanted not in LANGUAGES:
                raise Obstacle(say("lang.unknown", wanted=wanted or "—"), code=2)
            _Choice.language = wanted
        else:
            kept.append(argument)
    return kept
