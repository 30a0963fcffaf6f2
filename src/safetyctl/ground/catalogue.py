"""The message catalogue: English text is the key in the code, gettext gives the Chinese.

A sentence is looked up when it is shown, not when a module is imported, so one process can speak both
languages: the interface in the user's, documents for the education office in Chinese (``using("zh")``).
"""

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from safetyctl.ground.files import shipped

LANGUAGES = ("zh", "en")
DEFAULT = "zh"

_loaded: dict[str, gettext.NullTranslations] = {"en": gettext.NullTranslations()}
_current = DEFAULT


def language() -> str:
    """The language in use now: ``zh`` or ``en``."""
    return _current


def speak(lang: str) -> None:
    """Choose the interface's language for the rest of the process."""
    global _current  # noqa: PLW0603 - a process speaks one language at a time
    if lang not in LANGUAGES:
        raise ValueError(lang)
    _current = lang


@contextmanager
def using(lang: str) -> Iterator[None]:
    """Speak another language inside a block, for instance while a Chinese letter is written."""
    before = _current
    speak(lang)
    try:
        yield
    finally:
        speak(before)


def _translations() -> gettext.NullTranslations:
    found = _loaded.get(_current)
    if found is None:
        path = shipped("locale") / _current / "LC_MESSAGES" / "safetyctl.mo"
        with path.open("rb") as compiled:
            found = _loaded[_current] = gettext.GNUTranslations(compiled)
    return found


def _(text: str) -> str:
    """The sentence in the language in use. Values are put in afterwards: ``_("{n} left").format(n=3)``."""
    return _translations().gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence for a count of ``n``: English has a singular, Chinese has one form."""
    return _translations().ngettext(one, many, n)


def listed(names: Iterable[str]) -> str:
    """Names one after another, with the comma of the language in use."""
    return _(", ").join(names)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a text that is marked and translated later
    """Mark a text for the catalogue where it is declared; ``_()`` is called where it is shown."""
    return text
