"""The detail of a hazard from a ledger kept elsewhere: what stood under each heading that has no field of its own."""

import re
from collections.abc import Collection

_HEADED = re.compile(r"([^：\n]{1,40})：")


def lines(text: str | None) -> list[str]:
    """The lines of a text that may be none."""
    return text.split("\n") if text else []


def told_once(detail: str | None, before: str | None) -> str | None:
    """A detail, and before it the parts of an earlier one under headings that it has not any more."""
    headings = {_heading(part) for part in parts(detail)}
    gone = [part for part in parts(before) if _heading(part) not in headings]
    return "\n".join((*gone, *parts(detail))) or None


def parts(detail: str | None) -> list[str]:
    """A detail cut into its parts: a line with a heading, and the lines below it that have none."""
    found: list[str] = []
    for line in lines(detail):
        if found and not _HEADED.match(line):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def without(detail: str | None, headings: Collection[str]) -> str | None:
    """A detail but for what stands under some headings."""
    return "\n".join(part for part in parts(detail) if _heading(part) not in headings) or None


def renewed(
    held: str | None, told: str | None, before: str | None, understood: Collection[str] = ()
) -> str | None:
    """What is held, with the parts of what is told: a heading's new words in place of its old ones.

    ``before``: what an earlier edition told. Where the words are still those, what a person made of them stands, and
    lines that a person wrote below them stay in any case. ``understood``: the headings whose words stand in a field
    or a step this time; what an earlier edition said under them is over.
    """
    now, said, known = parts(held), parts(told), parts(before)
    theirs = set(lines(before))
    headings = {_heading(part) for part in said}
    over = {part for part in known if _heading(part) in understood and _heading(part) not in headings}
    now = [part for part in now if part not in over]
    for part in said:
        if part in now or part in known:
            continue
        heading = _heading(part)
        same = (place for place, one in enumerate(now) if heading and _heading(one) == heading)
        old = next((place for place in same if now[place] not in said), None)
        if old is None:
            now.append(part)
        else:
            own = [line for line in now[old].split("\n")[1:] if before and line not in theirs]
            now[old] = "\n".join((part, *own))
    return "\n".join(now) or None


def _heading(part: str) -> str | None:
    found = _HEADED.match(part)
    return found[1] if found else None
