"""The catalogue's workshop: ``update`` collects the sentences of the code, ``check`` finds those without Chinese.

python tools/messages.py update | check | compile
"""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "data" / "locale" / "zh" / "LC_MESSAGES" / "safetyctl.po"
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext.babel_extract")]


def collected() -> Catalog:
    found = Catalog(project="safetyctl", charset="utf-8")
    for name, line, message, _comments, _context in extract_from_dir(
        ROOT / "src", METHODS, keywords={"_": None, "N_": None, "ngettext": (1, 2)}
    ):
        found.add(message, locations=[(Path(name).as_posix(), line)])
    return found


def kept() -> Catalog:
    with PO.open("rb") as source:
        return read_po(source, locale="zh")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}", text))


def faults() -> list[str]:
    """What is wrong with the Chinese: a sentence without it, one that is unsure, one whose values differ."""
    known = kept()
    found = []
    for message in collected():
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[1]
        entry = known.get(message.id)
        texts = () if entry is None else (entry.string,) if isinstance(entry.string, str) else entry.string
        chinese = texts[0] if texts else ""
        if not chinese:
            found.append(f"no Chinese for: {english!r} {message.locations[:1]}")
        elif entry is not None and entry.fuzzy:
            found.append(f"unsure Chinese for: {english!r}")
        elif placeholders(english) != placeholders(chinese):
            found.append(f"other values in the Chinese of: {english!r}")
    return found


HEADER = r"""# The Chinese of safetyctl. The key is the English sentence in the code.
msgid ""
msgstr ""
"Language: zh\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def update() -> None:
    known = kept() if PO.exists() else Catalog(locale="zh", project="safetyctl", charset="utf-8")
    known.update(collected(), no_fuzzy_matching=True)
    known.obsolete.clear()
    with PO.open("wb") as target:
        target.write(HEADER.encode())
        write_po(target, known, width=0, sort_output=True, no_location=True, omit_header=True)


def compile_all() -> None:
    with PO.with_suffix(".mo").open("wb") as target:
        write_mo(target, kept())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            problems = faults()
            print("\n".join(problems) or "every message has its Chinese")
            sys.exit(1 if problems else 0)
        case _:
            sys.exit(__doc__)
