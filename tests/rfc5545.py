"""A reader of calendar files that shares nothing with the library: RFC 5545, line by line, strictly."""

import re
from typing import NamedTuple

LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME", "UID", "CATEGORIES"}
ONCE = {
    "VCALENDAR": {
        "PRODID",
        "VERSION",
        "CALSCALE",
        "METHOD",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "X-WR-RELCALID",
    },
    "VEVENT": {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "TRANSP"),
        *("SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES"),
    },
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}
INSIDE = {"VCALENDAR": None, "VEVENT": "VCALENDAR", "VALARM": "VEVENT"}
ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*", re.DOTALL)


class Part(NamedTuple):
    """A component: its properties by name (parameters, value as it stands), and what stands inside."""

    name: str
    properties: dict[str, tuple[str, str]]
    inside: "list[Part]"

    def text(self, name: str) -> str:
        """A text, unescaped."""
        return re.sub(
            r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), self.value(name)
        )

    def value(self, name: str) -> str:
        return self.properties[name][1]


def read(content: bytes) -> Part:
    """The calendar of a file; AssertionError where it breaks a rule."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    root: Part | None = None
    stack: list[Part] = []
    for line in _unfolded(content):
        found = LINE.fullmatch(line)
        assert found, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            assert INSIDE[value] == (stack[-1].name if stack else None), line
            part = Part(value, {}, [])
            if stack:
                stack[-1].inside.append(part)
            else:
                assert root is None
                root = part
            stack.append(part)
        elif name == "END":
            ended = stack.pop()
            assert ended.name == value
            assert set(ended.properties) == ONCE[value]
        else:
            assert name not in stack[-1].properties, line
            assert name not in TEXTS or ESCAPED.fullmatch(value), line
            stack[-1].properties[name] = (parameters, value)
    assert root is not None
    assert not stack
    return root


def _unfolded(content: bytes) -> list[str]:
    lines: list[str] = []
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75, line
        text = line.decode()  # no character is cut
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", text), line
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines
