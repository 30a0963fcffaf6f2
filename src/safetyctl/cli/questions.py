"""What is asked of the person at the terminal, until there is an answer."""

import re
import sys
from collections.abc import Mapping, Sequence

from safetyctl.cli.here import Here
from safetyctl.cli.output import murmur, tell
from safetyctl.cli.values import one_of
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import one_line


def ask(question: str, choices: Mapping[str, str] | Sequence[str] | None = None) -> str:
    """Ask the person at the terminal until there is an answer, and return it, or the code that was chosen.

    ``choices`` (codes with their labels, or plain names) are numbered; a number, a code, a label or the beginning
    of one answers. Only where ``here.interactive``.

    Raises:
        typer.Abort: the input ended (Ctrl-D).
    """
    options = choices if isinstance(choices, Mapping) else {name: name for name in choices or ()}
    if options:
        _offer(question, options)
    while True:
        answer = _answer(": " if options else f"{question}: ")
        if not answer:
            continue
        if not options:
            return answer
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(options):
            return list(options)[int(answer) - 1]
        try:
            return one_of(answer, options, _("choice"))
        except BadInput as error:
            tell(error.sentence)


def ask_several(question: str, choices: Mapping[str, str]) -> list[str]:
    """Ask for any number of numbered choices in one line; none where only Enter is typed. Else as ``ask``."""
    _offer(question, choices)
    codes = list(choices)
    while True:
        words = [word for word in re.split(r"[\s,;，、；]+", _answer(": ")) if word]
        try:
            found = [
                codes[int(word) - 1]
                if word.isascii() and word.isdigit() and 1 <= int(word) <= len(codes)
                else one_of(word, choices, _("choice"))
                for word in words
            ]
        except BadInput as error:
            tell(error.sentence)
            continue
        return list(dict.fromkeys(found))


def ask_names(question: str) -> list[str]:
    """Ask for any number of names in one line, separated by spaces or commas; none where only Enter is typed.

    Raises:
        typer.Abort: the input ended (Ctrl-D).
    """
    return [word for word in re.split(r"[\s,;，、；]+", _answer(f"{question}: ")) if word]


def confirm(here: Here, question: str) -> bool:
    """Ask before a change; ``--yes`` answers it, and so does ``--dry-run``, which changes nothing.

    Raises:
        BadInput: there is nobody to ask and no ``--yes``.
    """
    if here.yes or here.dry_run:
        return True
    if not here.interactive:
        raise BadInput(
            _("{question} There is nobody to ask.").format(question=question), hint=_("To go on, add --yes.")
        )
    return _answer(f"{question} [y/N] ").casefold() in ("y", "yes", "是", "好", "对", "是的")


def _offer(question: str, choices: Mapping[str, str]) -> None:
    """The question, and under it what may be chosen, numbered."""
    tell(question)
    for number, (code, label) in enumerate(choices.items(), 1):
        tell(f"  {number:>2}  {one_line(_(label))}" + (f"  ({code})" if code != label else ""))


def _answer(prompt: str) -> str:
    murmur(one_line(prompt))
    line = sys.stdin.readline()
    if not line:
        from typer import Abort

        tell("")
        raise Abort
    return line.strip()
