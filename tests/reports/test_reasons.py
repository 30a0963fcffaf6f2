"""One reason for a hazard that is open, the same in every report; a call for help is told as what it asks for."""

import io
import zipfile

import docx
import pytest

from office import COMMITTED, MAJOR, Begun, Command

DAY = "2020-04-16"
DEFERRED = ("--interim", "封闭", "--approved-by", "王五")


def _lived(cmd: Command) -> None:
    """One that was deferred and reported upwards, extended, sent back, reopened; of five nothing is said."""
    cmd.add(*MAJOR, *COMMITTED, title="围墙开裂")
    cmd("hazard", "assign", "1")
    cmd("hazard", "defer", "1", "--until", "2020-04-10", "--reason", "施工单位未复工", *DEFERRED)
    cmd("hazard", "escalate", "1", "--to", "教育局", "--note", "请协调施工单位和资金")
    cmd.add("--due", "2020-03-10", title="应急灯不亮")
    cmd("hazard", "assign", "2", "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "extend", "2", "--until", "2020-03-20", "--reason", "配件未到货", "--approved-by", "王五")
    cmd.rectified("--due", "2020-03-10", title="通道堆物")
    cmd("hazard", "verify", "3", "--by", "王五", "--fail", "--note", "仍有杂物")
    cmd.closed("--due", "2020-03-10", title="雨棚松动")
    cmd("hazard", "reopen", "4", "--reason", "螺栓又松", day="2020-03-09")
    cmd.add("--due", "2020-03-10", title="线路私拉")
    cmd.add("--due", "2020-03-10", title="标识缺失")
    cmd("hazard", "assign", "6", "--responsible", "李四", "--measure", "补齐")
    cmd.add("--due", "2020-03-10", "--responsible", "李四", "--measure", "加锁", title="配电箱无锁")
    cmd.add("--due", "2020-03-10", "--responsible", "李四", title="地砖破损")
    cmd.add("--due", "2020-03-10", "--measure", "加固", title="护栏松动")


REASONS = {
    "H0001": "施工单位未复工",
    "H0002": "配件未到货",
    "H0003": "仍有杂物",
    "H0004": "螺栓又松",
    "H0005": "尚未明确责任人和措施",
    "H0006": "整改中",
    "H0007": "尚未交办",
    "H0008": "尚未明确整改措施",
    "H0009": "尚未明确责任人",
}


def _letter(cmd: Command, kind: str) -> docx.document.Document:
    bundle = cmd.json("report", kind, "--out", "out", day=DAY)["bundle"]
    with zipfile.ZipFile(bundle) as archive:
        return docx.Document(io.BytesIO(archive.read("letter.docx")))


@pytest.mark.parametrize("kind", ["weekly", "summary"])
def test_weekly_and_summary_give_the_same_reason(begun: Begun, kind: str) -> None:
    letter = _letter(begun(_lived), kind)
    rows = [[cell.text for cell in row.cells] for table in letter.tables for row in table.rows]
    given = {row[0]: row[-1] for row in rows if row[0] in REASONS and row[-1] != "逾期"}
    assert given == REASONS


@pytest.mark.parametrize("kind", ["weekly", "monthly"])
def test_what_help_is_asked_for_is_said_once_and_apart_from_the_reason(begun: Begun, kind: str) -> None:
    said = "\n".join(one.text for one in _letter(begun(_lived), kind).paragraphs)
    (line,) = (one for one in said.split("\n") if "向教育局报告" in one)
    assert line.startswith("东校区：围墙开裂（H0001），原因：施工单位未复工，已")
    assert line.endswith("向教育局报告，请协调施工单位和资金。")
    assert "请予协调解决" not in said


@pytest.mark.parametrize("kind", ["weekly", "monthly"])
def test_what_is_rectified_needs_no_help_any_more(cmd: Command, kind: str) -> None:
    cmd.add(*MAJOR, *COMMITTED, title="围墙开裂")
    cmd("hazard", "assign", "1")
    cmd("hazard", "escalate", "1", "--to", "教育局", "--note", "请协调施工单位")
    asked = "请协调施工单位"
    assert any(asked in one.text for one in _letter(cmd, kind).paragraphs)
    cmd("hazard", "rectify", "1", "--note", "已加固", day="2020-04-10")
    assert not any(asked in one.text for one in _letter(cmd, kind).paragraphs)


def test_what_waits_only_to_be_looked_at_says_so(cmd: Command) -> None:
    cmd.add("--due", "2020-03-10")
    cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "extend", "1", "--until", "2020-03-20", "--reason", "配件未到货", "--approved-by", "王五")
    cmd("hazard", "rectify", "1", "--note", "已更换")
    cells = [
        cell.text for table in _letter(cmd, "summary").tables for row in table.rows for cell in row.cells
    ]
    assert "已整改，待复查" in cells
    assert "配件未到货" not in cells
