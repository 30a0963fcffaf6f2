import re
from html.parser import HTMLParser

import fabricated

from safetyctl.ground.text import first_hidden
from safetyctl.reports.drawn.page import write_page
from safetyctl.reports.facts.period import WeeklyReport


class Tags(HTMLParser):
    """Collects tags, attributes and text, and sees that what is opened is closed."""

    VOID = ("meta", "rect", "br", "link", "img", "input")

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(report: WeeklyReport) -> Tags:
    tags = Tags()
    tags.feed(write_page(report).decode())
    tags.close()
    assert tags.open == []
    return tags


def test_it_loads_nothing(each_report: WeeklyReport) -> None:
    for tag, attributes in parsed(each_report).tags:
        assert tag not in ("link", "img", "iframe", "object", "base", "a", "form")
        assert not {"src", "href", "style", "action", "srcset"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)


def test_only_its_own_script_and_style_run(each_report: WeeklyReport) -> None:
    tags = parsed(each_report)
    assert [tag for tag, _attributes in tags.tags].count("script") == 1
    (policy,) = [a["content"] for t, a in tags.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; img-src data:; style-src 'sha256-[\w+/]+='; script-src 'sha256-[\w+/]+='",
        policy,
    )


def test_hostile_text_is_shown_and_does_nothing() -> None:
    page = write_page(fabricated.hostile()).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert first_hidden(page) is None
    assert len(page) < 300_000


def test_tables_have_captions_and_headings() -> None:
    tags = [tag for tag, _attributes in parsed(fabricated.many()).tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead") == 6


def test_a_state_is_a_word_and_figures_are_there() -> None:
    text = "".join(parsed(fabricated.many()).text)
    assert "整改中 · 逾期26天" in text
    assert "15 + 6 − 5 − 1 = 15" in text
    assert "25%（5/20）" in text


def test_a_nil_page_is_short() -> None:
    text = "".join(parsed(fabricated.nil()).text)
    assert "实行零报告" in text
    assert "重大隐患情况" not in text


def test_a_long_list_is_cut_and_says_so() -> None:
    report = fabricated.of([fabricated.hazard(each) for each in range(1, 352)], [], set())
    page = write_page(report).decode()
    assert "其余151处见附件台账。" in page
    assert len(page) < 300_000
