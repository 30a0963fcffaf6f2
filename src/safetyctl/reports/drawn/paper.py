"""The paper of an official letter: page, fonts and paragraphs after GB/T 9704-2012, over python-docx.

Sizes are points. The fonts that the standard means are named; each has another name in the font table that
a machine without it falls back on.
"""

import io
import math
import re
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from safetyctl.ground.catalogue import _
from safetyctl.ground.packing import steady
from safetyctl.ground.text import visible

SONG_TITLE, FANGSONG, HEITI, KAITI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
TITLE_SIZE, BODY_SIZE, PAGE_SIZE, TABLE_SIZE, DENSE_SIZE = 22.0, 16.0, 14.0, 10.5, 9.0
LINE = 28.95  # 22 lines in 225 mm
INDENT = 2 * BODY_SIZE
TEXT_WIDTH = 156.0  # mm

_FALLBACKS = {
    SONG_TITLE: ("FZXiaoBiaoSong-B05S,小标宋体,Noto Serif CJK SC,宋体", "roman"),
    FANGSONG: ("仿宋,FangSong,STFangsong,Noto Serif CJK SC", "roman"),
    HEITI: ("SimHei,STHeiti,Noto Sans CJK SC", "swiss"),
    KAITI: ("楷体,KaiTi,STKaiti,Noto Serif CJK SC", "roman"),
    SONG: ("SimSun,STSong,Noto Serif CJK SC", "roman"),
}
# LibreOffice else takes the whole list for one word: it stretches the line before it and cuts a number in two
_BETWEEN_REFERENCES = re.compile(r"、(?=[A-Z][0-9]{4})")
_MANY_COLUMNS = 10
_SIDE, _DENSE_SIDE = 60, 20
_HIGHEST = 70  # mm, of a picture
_TALLEST = 24  # lines of a table that is kept on one page
_BEGUN = 3  # rows that a longer one has at least where it begins
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Paper:
    """A letter being written, from top to bottom."""

    def __init__(self) -> None:
        import docx

        self._document = docx.Document()
        self._drop_leftovers()
        self._page()
        self._styles()
        self._page_numbers()

    def title(self, text: str) -> None:
        """The title: 小标宋, 2号, centred."""
        self._document.add_paragraph(visible(text), style="Title")

    def subtitle(self, text: str) -> None:
        """A line under the title, in brackets: 楷体, centred."""
        self._document.add_paragraph(visible(text), style="Subtitle")
        self.blank()

    def addressee(self, text: str) -> None:
        """Who the letter goes to: at the left edge."""
        self._document.add_paragraph(visible(text), style="Normal")

    def body(self, text: str) -> None:
        """A paragraph, indented by two characters; a list of references may be broken between any two."""
        self._document.add_paragraph(_BETWEEN_REFERENCES.sub("、\u200b", visible(text)), style="Body Text")

    def section(self, text: str) -> None:
        """A heading of the first level: 一、 in 黑体."""
        self._document.add_paragraph(visible(text), style="Heading 1")

    def part(self, text: str) -> None:
        """A heading of the second level: （一） in 楷体."""
        self._document.add_paragraph(visible(text), style="Heading 2")

    def blank(self) -> None:
        """An empty line."""
        self._document.add_paragraph(style="Normal")

    def attachment(self, text: str) -> None:
        """The note on what is attached: after one empty line, on the page where the body ends."""
        self._keep()
        self.blank()
        self._keep()
        self.body(text)

    def attached(self, text: str) -> None:
        """One more thing attached, under the first: as far in as that one's text."""
        from docx.shared import Pt

        self._keep()
        paragraph = self._document.add_paragraph(visible(text), style="Normal")
        paragraph.paragraph_format.left_indent = Pt(5 * BODY_SIZE)

    def signature(self, unit: str, day: str) -> None:
        """Unit over date at the right: the shorter of the two centred on the other, as the standard asks."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self._keep()
        for _line in range(2):
            self.blank()
            self._keep()
        over, under = _width(unit), _width(day)
        right_of_day = 4 * BODY_SIZE if over <= under else 2 * BODY_SIZE + (over - under) / 2
        right_of_unit = 2 * BODY_SIZE if over > under else right_of_day + (under - over) / 2
        for text, right in ((unit, right_of_unit), (day, right_of_day)):
            paragraph = self._document.add_paragraph(visible(text), style="Normal")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(right)
            self._keep()

    def note(self, text: str) -> None:
        """A small note in brackets under the date (附注)."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(style="Body Text")
        paragraph.add_run(visible(text)).font.size = Pt(TABLE_SIZE)

    def pictures(self, *pictures: tuple[bytes | None, str]) -> None:
        """Pictures (JPEG) side by side with their captions under them; an empty place for one that is gone."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        self._lead()
        each = TEXT_WIDTH / len(pictures)
        table = self._document.add_table(rows=2, cols=len(pictures))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for place, (content, text) in enumerate(pictures):
            shown, named = table.cell(0, place), table.cell(1, place)
            shown.width = named.width = Mm(each)
            self._cell(shown, "" if content else _("(no picture)"), bold=False, centred=True)
            self._cell(named, text, bold=False, centred=True)
            shown.paragraphs[0].paragraph_format.keep_with_next = True
            shown.paragraphs[0].paragraph_format.line_spacing = 1.0
            if content:
                _pictured(shown.paragraphs[0], content, text, each - 6)
        for row in table.rows:
            whole_row(row, heading=False)
        self._gap()

    def caption(self, text: str) -> None:
        """The title over a table: 黑体, small, centred, kept with the table."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(style="Table Text")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
        run = paragraph.add_run(visible(text))
        run.font.size = Pt(12)
        _east_asian(run.font, HEITI)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        left: Sequence[int] = (),
        last_bold: bool = False,
        groups: Sequence[tuple[str, int]] = (),
    ) -> None:
        """A ruled table. ``widths`` are shares of the text's; columns in ``left`` hold words, not figures.

        ``groups`` are titles over the headings, each with the number of columns that it spans. Many columns are set
        smaller.
        """
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        self._lead()
        table = self._document.add_table(rows=0, cols=len(headings), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        dense = len(headings) > _MANY_COLUMNS
        size, side = (DENSE_SIZE, _DENSE_SIDE) if dense else (TABLE_SIZE, _SIDE)
        _padded(table, side)
        share = TEXT_WIDTH / sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width * share)
        heads = [_spread(groups), headings] if groups else [headings]
        every = [*heads, *rows]
        kept = _kept(every, [(Mm(width * share).pt - side / 10) / size for width in widths])
        for number, words in enumerate(every):
            row = table.add_row()
            is_head = number < len(heads)
            whole_row(row, heading=is_head)
            bold = is_head or (last_bold and number == len(every) - 1)
            for place, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
                cell.width = Mm(widths[place] * share)
                self._cell(cell, text, bold=bold, centred=is_head or place not in left, size=size)
                cell.paragraphs[0].paragraph_format.keep_with_next = number < kept
        _joined_heads(table, groups)
        self._gap()

    def written(self, *, title: str, creator: str, day: date) -> bytes:
        """The .docx, with nothing in it of the clock."""
        target = io.BytesIO()
        self._document.save(target)
        return steady(
            target.getvalue(),
            title=title,
            creator=creator,
            day=day,
            parts={"word/fontTable.xml": _font_table()},
        )

    def _cell(self, cell: Any, text: str, *, bold: bool, centred: bool, size: float = TABLE_SIZE) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Text"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(visible(text))
        if size != TABLE_SIZE:
            run.font.size = Pt(size)
        if bold:
            _east_asian(run.font, HEITI)

    def _keep(self) -> None:
        """Keep the last paragraph, or the last row of a table, on one page with what follows.

        No signature stands on a page of its own.
        """
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        above = self._table_above()
        if above is not None:
            for cell in above.rows[-1].cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _lead(self) -> None:
        """Keep the words over a table on its page. One table is not kept with the next: many would fill more than a
        page, and LibreOffice then gives each a page of its own.
        """
        if self._table_above() is None:
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _table_above(self) -> Any:
        """The table that the last paragraph stands under, if there is one."""
        from docx.table import Table

        above = list(self._document.iter_inner_content())[-2:][0]
        return above if isinstance(above, Table) else None

    def _gap(self) -> None:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(style="Table Text")
        paragraph.paragraph_format.line_spacing = Pt(8)

    def _drop_leftovers(self) -> None:
        """Leave out what the template brings along: its thumbnail, and its styles once more for Word 2010."""
        part = self._document.part
        for rels in (part.package.rels, part.rels):
            for key, relation in list(rels.items()):
                if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                    del rels[key]

    def _page(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(35 - 7) - Pt(PAGE_SIZE)
        properties = section._sectPr
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE * 20)))
        properties.append(grid)

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        styles = self._document.styles
        _chinese(styles.element)
        _text_style(styles["Normal"], FANGSONG, BODY_SIZE)
        _text_style(styles["Body Text"], FANGSONG, BODY_SIZE, indent=INDENT)
        _text_style(styles["Title"], SONG_TITLE, TITLE_SIZE, line=34.0)
        _text_style(styles["Subtitle"], KAITI, BODY_SIZE)
        _text_style(styles["Heading 1"], HEITI, BODY_SIZE, indent=INDENT, leads=True)
        _text_style(styles["Heading 2"], KAITI, BODY_SIZE, indent=INDENT, leads=True)
        _text_style(styles["Footer"], SONG, PAGE_SIZE, line=PAGE_SIZE * 1.3)
        small = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
        _text_style(small, FANGSONG, TABLE_SIZE, line=15.0)
        _off_grid(small)
        for name in ("Title", "Subtitle"):
            styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        styles["Body Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def _page_numbers(self) -> None:
        """— 1 — one character in from the outer edge: right on odd pages, left on even ones."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style = "Footer"
            paragraph.alignment = side
            paragraph.paragraph_format.left_indent = Pt(PAGE_SIZE)
            paragraph.paragraph_format.right_indent = Pt(PAGE_SIZE)
            paragraph.add_run("— ")
            _field(paragraph, "PAGE")
            paragraph.add_run(" —")


def _pictured(paragraph: Any, content: bytes, text: str, most: float) -> None:
    """A picture as wide as it may be, but not higher than 70 mm, with its words for who cannot see it."""
    from docx.shared import Mm

    picture = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(most))
    if picture.height > Mm(_HIGHEST):
        picture.width = round(picture.width * Mm(_HIGHEST) / picture.height)
        picture.height = Mm(_HIGHEST)
    picture._inline.docPr.set("descr", visible(text))


def _spread(groups: Sequence[tuple[str, int]]) -> list[str]:
    """The titles over the headings, a word a column: each stands in the first of its columns."""
    return [text for title, span in groups for text in (title, *[""] * (span - 1))]


def _joined_heads(table: Any, groups: Sequence[tuple[str, int]]) -> None:
    """Make one cell of the columns that a title spans; a heading without one takes both lines."""
    place = 0
    for title, span in groups:
        upper, lower = table.cell(0, place), table.cell(1, place)
        if title and span > 1:
            upper.merge(table.cell(0, place + span - 1))
            _one_paragraph(upper)
        elif not title:
            for column in range(place, place + span):
                whole = table.cell(0, column).merge(table.cell(1, column))
                _one_paragraph(whole)
        else:
            _one_paragraph(lower)
        place += span


def _one_paragraph(cell: Any) -> None:
    """Merging leaves the empty paragraphs of the cells that were joined."""
    for paragraph in [one for one in cell.paragraphs if not one.text][: len(cell.paragraphs) - 1]:
        paragraph._p.getparent().remove(paragraph._p)


def numeral(number: int) -> str:
    """The number of a section as the language counts them: 一, 二 … 十一 … in Chinese."""
    digits = _("1 2 3 4 5 6 7 8 9 10").split()
    if number <= len(digits):
        return digits[number - 1]
    if digits[-1].isdecimal():
        return str(number)
    tens, ones = divmod(number, len(digits))
    return f"{digits[tens - 1] if tens > 1 else ''}{digits[-1]}{digits[ones - 1] if ones else ''}"


def _kept(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> int:
    """How many rows from the top are kept on one page with the one below; ``widths`` are in characters.

    A short table stays whole. A longer one begins where there is room for some of it: else half a page stays empty
    before it, and LibreOffice parts the title from a table whose kept rows fill more than a page.
    """
    lines = list(
        accumulate(max(_lines(text, width) for text, width in zip(row, widths, strict=True)) for row in rows)
    )
    if lines[-1] <= _TALLEST:
        return len(rows) - 1
    return min(_BEGUN, sum(1 for until in lines if until <= _TALLEST))


def _lines(text: str, room: float) -> int:
    """How many lines a text takes in a cell; no line begins with a mark, nor breaks within a word of letters."""
    wide = _width(text) / BODY_SIZE
    return 1 if wide <= room else math.ceil(wide / max(1.0, math.floor(room) - 0.5))


def _width(text: str) -> float:
    return sum(BODY_SIZE if ord(char) > 0x2E7F else BODY_SIZE / 2 for char in text)


def _east_asian(font: Any, name: str, latin: str = LATIN) -> None:
    from docx.oxml.ns import qn

    font.name = latin
    fonts = font.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:cs"), latin)


def _chinese(styles: Any) -> None:
    """Say that the text is Chinese, which decides the shapes that a substituted font takes."""
    from docx.oxml.ns import qn

    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _text_style(
    style: Any, font: str, size: float, *, indent: float = 0, line: float = LINE, leads: bool = False
) -> None:
    """Make a style plain: font, size, exact line pitch, no colour and none of the template's rules."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    _east_asian(style.font, font, SONG if font == SONG else LATIN)
    style.font.size = Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.line_spacing = Pt(line)
    paragraph.first_line_indent = Pt(indent)
    paragraph.keep_with_next = leads
    paragraph.widow_control = not leads
    properties = style.element.get_or_add_pPr()
    for ruled in ("w:pBdr", "w:contextualSpacing", "w:numPr"):
        for old in properties.findall(qn(ruled)):
            properties.remove(old)
    letters = style.element.get_or_add_rPr()
    for spaced in ("w:spacing", "w:kern"):
        for old in letters.findall(qn(spaced)):
            letters.remove(old)
    if indent:
        properties.get_or_add_ind().set(qn("w:firstLineChars"), "200")


def _off_grid(style: Any) -> None:
    """Let a style's lines stand closer than the page's grid of lines."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().insert_element_before(
        snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def _padded(table: Any, side_width: int) -> None:
    """Cell margins in twentieths of a point: little at the sides, a little air above and below."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 30), ("left", side_width), ("bottom", 30), ("right", side_width)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def whole_row(row: Any, *, heading: bool) -> None:
    """Keep a row of a table on one page; a ``heading`` is repeated on the next."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _field(paragraph: Any, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind == "text":
            run.text = "1"
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _font_table() -> bytes:
    fonts = [
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
        for name, (others, family) in _FALLBACKS.items()
    ]
    fonts.append(
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:fonts xmlns:w="{_W}">{"".join(fonts)}</w:fonts>'
    ).encode()
