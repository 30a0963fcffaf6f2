"""The letter of a composed report: its sections in the layout of an official document."""

from collections.abc import Sequence

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.text import one_line
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.drawn.paper import Paper, numeral
from safetyctl.reports.facts.blocks import Block, Items, Para, Part, Section, Table, value_words
from safetyctl.reports.facts.wording import LEDGER_TITLE, foreword, long_day, produced_by


def write_composed_letter(report: Composed) -> bytes:
    """The letter as .docx; always Chinese."""
    with using("zh"):
        paper = Paper()
        paper.title(report.heading)
        if report.subtitle:
            paper.subtitle(_("({period})").format(period=report.subtitle))
        paper.addressee(_("To the {recipient}:").format(recipient=one_line(report.recipient)))
        for text in foreword(report):
            paper.body(text)
        if report.opening:
            paper.body(report.opening)
        _Sections(paper).write(report.sections)
        _attachments(paper, report)
        paper.signature(one_line(report.unit), long_day(report.as_of))
        paper.note(_("({text})").format(text=produced_by(report)))
        return paper.written(title=report.heading, creator=report.unit, day=report.as_of)


def _attachments(paper: Paper, report: Composed) -> None:
    """What goes with the letter, numbered where it is more than one thing; what is gone is named as gone (R12)."""
    names = [_("{title} (ledger.xlsx)").format(title=_(LEDGER_TITLE))] if report.listed else []
    names += [
        one_line(one.title) if one.content else _("{title} (missing)").format(title=one_line(one.title))
        for one in report.attached
    ]
    if len(names) == 1:
        paper.attachment(_("Attached: {title}").format(title=names[0]))
    for number, name in enumerate(names, start=1):
        if len(names) == 1:
            break
        text = _("{n}. {text}").format(n=number, text=name)
        if number == 1:
            paper.attachment(_("Attached: {title}").format(title=text))
        else:
            paper.attached(text)


class _Sections:
    """The sections being written one after another; a single one needs no number."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._last = ""

    def write(self, sections: Sequence[Section]) -> None:
        for number, section in enumerate(sections, start=1):
            self._last = section.title
            if section.title:
                self._paper.section(
                    _("{number}. {text}").format(number=numeral(number), text=section.title)
                    if len(sections) > 1
                    else section.title
                )
            several = sum(isinstance(block, Part) for block in section.blocks) > 1
            parts = 0
            for block in section.blocks:
                parts += isinstance(block, Part)
                self._block(block, parts if several else 0)

    def _block(self, block: Block, part: int) -> None:
        """``part``: the number of the heading inside the section that it belongs to, 0 where there is but one."""
        match block:
            case Para():
                self._paper.body(block.text)
            case Items(texts=(text,)):
                self._paper.body(text)
            case Items():
                for number, text in enumerate(block.texts, start=1):
                    self._paper.body(_("{n}. {text}").format(n=number, text=text))
            case Part():
                self._last = block.title
                numbered = _("({number}) {text}").format(number=numeral(part), text=block.title)
                self._paper.part(numbered if part else block.title)
            case Table():
                self._table(block)

    def _table(self, table: Table) -> None:
        if not table.on_paper:
            return
        if table.title and table.title != self._last:
            self._paper.caption(table.title)
        sum_row = table.rows[-1:] if table.total and len(table.rows) > table.shown else ()
        rows = [*table.rows[: table.shown], *sum_row] if sum_row else table.rows[: table.shown]
        self._paper.table(
            table.headings,
            [[value_words(value) for value in row] for row in rows],
            table.widths,
            left=table.left,
            last_bold=table.total,
            groups=table.groups,
        )
        more = len(table.rows) - len(rows)
        if more > 0:
            self._paper.body(_("The other {n} lines are in the attached ledger.").format(n=more))
