"""A safety officer's week, from the first hazard to Thursday's report handed in, through the commands alone."""

import io
import json
import zipfile

import pytest

FRIDAY, MONDAY, WEDNESDAY, THURSDAY, NEXT_DAY = (
    "2020-03-06",
    "2020-03-09",
    "2020-03-11",
    "2020-03-12",
    "2020-03-13",
)


def test_a_week_from_the_first_hazard_to_the_report_handed_in(clerk, tmp_path):
    clerk(FRIDAY, "init", "--campus", "东校区", "--campus", "西校区")
    general = clerk(
        FRIDAY, "hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "灭火器压力不足", "--json"
    ).json
    assert (general["status"], general["due"]) == ("open", "2020-03-21")
    major = clerk(
        FRIDAY, "hazard", "add", "--campus", "西校区", "--area", "building", "--title", "围墙倾斜",
        "--level", "major", "--due", "2020-03-10", "--json",
    ).json  # fmt: skip
    clerk(FRIDAY, "hazard", "assign", major["id"], expect=2)
    clerk(
        FRIDAY, "hazard", "assign", major["id"], "--responsible", "李四", "--measure", "拆除重砌", "--funds", "3.5",
        "--contingency", "围挡并专人看守",
    )  # fmt: skip
    clerk(MONDAY, "hazard", "assign", general["id"], "--responsible", "王五", "--measure", "更换")
    clerk(WEDNESDAY, "hazard", "rectify", general["id"], "--note", "已更换", "--by", "王五")
    clerk(WEDNESDAY, "hazard", "verify", general["id"], "--by", "王五", "--pass", expect=2)
    clerk(WEDNESDAY, "hazard", "verify", general["id"], "--by", "赵六", "--pass")

    late = clerk(WEDNESDAY, "due", "--overdue", "--kind", "rectification", "--check", "--json", expect=3).json
    assert [(one["ref"], one["days_overdue"]) for one in late["items"]] == [("H0002", 1)]
    clerk(
        WEDNESDAY, "hazard", "defer", major["id"], "--until", "2020-03-31", "--reason", "施工单位未复工", "--interim",
        "封闭通道", "--approved-by", "张三",
    )  # fmt: skip
    assert clerk(WEDNESDAY, "due", "--overdue", "--kind", "rectification", "--json").json["items"] == []
    again = clerk("2020-04-01", "due", "--overdue", "--kind", "rectification", "--json").json
    assert [(one["ref"], one["due"], one["clause"]) for one in again["items"]] == [
        ("H0002", "2020-03-31", "2.4(3)")
    ]

    made = clerk(THURSDAY, "report", "weekly", "--campus", "西校区", "--json").json
    data = json.loads(zipfile.ZipFile(tmp_path / made["bundle"]).read("data.json"))
    assert data["total"] | {"remaining": 1, "new": 1, "closed": 0} == data["total"]
    clerk(THURSDAY, "report", "submit", made["bundle"], "--channel", "e-mail")
    owed = clerk(NEXT_DAY, "due", "--kind", "report", "--within", "0", "--json").json["items"]
    assert "weekly-report/2020-03-12/西校区" not in [one["ref"] for one in owed]
    assert "weekly-report/2020-03-12/东校区" in [one["ref"] for one in owed]

    clerk(NEXT_DAY, "ledger", "check")
    clerk(NEXT_DAY, "ledger", "verify", "--head", made["head"])


def test_same_ledger_and_day_give_the_same_bytes(clerk):
    clerk(FRIDAY, "init", "--campus", "东校区")
    clerk(FRIDAY, "hazard", "add", "--campus", "东校区", "--area", "food", "--title", "=1+1")
    one = clerk(THURSDAY, "report", "weekly", "--out", "one", "--json").json
    other = clerk(THURSDAY, "report", "weekly", "--out", "other", "--lang", "en", "--json").json
    assert one["sha256"] == other["sha256"]
    clerk(THURSDAY, "report", "verify", other["bundle"])


def test_a_quiet_week_is_a_nil_report_and_a_busy_one_is_not(clerk):
    clerk(FRIDAY, "init", "--campus", "东校区")
    clerk(THURSDAY, "report", "weekly", "--nil")
    clerk(THURSDAY, "hazard", "add", "--campus", "东校区", "--area", "food", "--title", "冷库温度偏高")
    clerk(THURSDAY, "report", "weekly", "--nil", expect=2)


def test_a_week_that_the_plan_does_not_ask_for_is_refused(clerk):
    clerk(FRIDAY, "init", "--campus", "东校区")
    refused = clerk("2021-03-12", "report", "weekly", expect=2)
    assert "2019-12-05" in refused.err
    clerk(THURSDAY, "report", "weekly", "--for", "2020-03-20", expect=2)


def test_what_goes_out_comes_back_by_the_template(clerk, tmp_path):
    clerk(FRIDAY, "init", "--campus", "东校区")
    clerk(FRIDAY, "hazard", "template", "empty.xlsx")
    assert clerk(FRIDAY, "hazard", "import", "empty.xlsx", "--json").json["read"] == 0


def test_the_demo_can_be_run_again_and_says_the_same(clerk):
    first = clerk("2020-05-14", "demo", "sample", "--json").json
    second = clerk("2020-05-14", "demo", "sample", "--json").json
    assert first["sha256"] == second["sha256"]
    assert clerk("2020-05-14", "ledger", "verify", "--ledger", "sample/ledger.db", "--json").json["ok"]


def test_importing_the_same_ledger_twice_adds_nothing(clerk):
    from safetyctl.ground.files import shipped

    clerk("2020-05-14", "init", "--campus", "东校区", "--campus", "西校区", "--campus", "南校区")
    sample = str(shipped("sample-ledger.xlsx"))
    first = clerk("2020-05-14", "hazard", "import", sample, "--json").json
    assert (first["read"], first["added"], first["rejected"]) == (41, 41, 0)
    second = clerk("2020-05-14", "hazard", "import", sample, "--json").json
    assert (second["added"], second["skipped"]) == (0, 41)
    clerk("2020-05-14", "hazard", "import", sample, "--on-duplicate", "error", expect=2)
    clerk("2020-05-14", "ledger", "verify")
    clerk("2020-05-14", "undo", "--yes")
    assert clerk("2020-05-14", "due", "--kind", "rectification", "--json").json["items"] == []
    clerk("2020-05-14", "ledger", "verify")
    clerk("2020-05-14", "ledger", "check")


def test_an_export_that_comes_back_changes_nothing(clerk):
    clerk(FRIDAY, "init", "--campus", "东校区")
    clerk(
        FRIDAY,
        "hazard",
        "add",
        "--campus",
        "东校区",
        "--area",
        "food",
        "--title",
        "冷库温度偏高",
        "--detail",
        "零下5度",
    )
    clerk(FRIDAY, "hazard", "export", "all.xlsx")
    assert (
        clerk(FRIDAY, "hazard", "import", "all.xlsx", "--on-duplicate", "update", "--json").json["skipped"]
        == 1
    )


def test_thursdays_report_written_on_friday_does_not_know_friday(clerk, tmp_path):
    clerk(FRIDAY, "init", "--campus", "东校区")
    for number, title in (("1", "冷库温度偏高"), ("2", "留样冰箱损坏")):
        clerk(
            FRIDAY, "hazard", "add", "--campus", "东校区", "--area", "food", "--title", title, "--due", WEDNESDAY
        )  # fmt: skip
        clerk(FRIDAY, "hazard", "assign", number, "--responsible", "李四", "--measure", "维修")
    before = clerk(THURSDAY, "report", "weekly", "--out", "before", "--json").json
    on_thursday = clerk(THURSDAY, "status", "--json").json
    clerk(NEXT_DAY, "hazard", "rectify", "1", "--note", "已修")
    clerk(NEXT_DAY, "hazard", "verify", "1", "--by", "王五", "--pass")
    clerk(
        NEXT_DAY,
        "hazard",
        "extend",
        "2",
        "--until",
        "2020-04-01",
        "--reason",
        "待配件",
        "--approved-by",
        "王五",
    )
    after = clerk(NEXT_DAY, "report", "weekly", "--for", THURSDAY, "--out", "after", "--json").json
    first, second = (
        json.loads(zipfile.ZipFile(tmp_path / made["bundle"]).read("data.json")) for made in (before, after)
    )
    for said in (first, second):
        for key in ("as_of", "ledger", "seq", "head"):
            said.pop(key, None)
    assert first == second
    assert clerk(THURSDAY, "status", "--json").json == on_thursday
    due = clerk(THURSDAY, "due", "--kind", "rectification", "--overdue", "--json").json["items"]
    assert [one["ref"] for one in due] == ["H0001", "H0002"]
    listed = clerk(THURSDAY, "hazard", "list", "--overdue", "--json").json
    assert [(one["id"], one["status"], one["extensions"]) for one in listed] == [
        ("H0001", "assigned", 0),
        ("H0002", "assigned", 0),
    ]


def test_the_letter_names_both_days_of_a_deferred_hazard(clerk, tmp_path):
    docx = pytest.importorskip("docx")
    clerk(FRIDAY, "init", "--campus", "东校区")
    clerk(
        FRIDAY, "hazard", "add", "--campus", "东校区", "--area", "building", "--title", "外墙空鼓",
        "--level", "major", "--due", "2020-03-20", "--responsible", "李四", "--measure", "铲除", "--funds", "3",
        "--contingency", "围挡",
    )  # fmt: skip
    clerk(FRIDAY, "hazard", "assign", "1")
    clerk(
        MONDAY, "hazard", "defer", "1", "--until", "2020-04-10", "--reason", "资金未到位", "--interim", "围挡",
        "--approved-by", "张三",
    )  # fmt: skip
    made = clerk(THURSDAY, "report", "weekly", "--json").json
    with zipfile.ZipFile(tmp_path / made["bundle"]) as bundle:
        letter = docx.Document(io.BytesIO(bundle.read("letter.docx")))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "整改时限3月20日，经批准延缓至4月10日" in text
