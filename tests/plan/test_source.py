"""A broken plan says which line, and why."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safetyctl.ground.errors import NotFound
from safetyctl.plan.files import FileBroken
from safetyctl.plan.model import Plan
from safetyctl.plan.source import plan_at, read_plan

OWN = """
[organisation]
name = { zh = "某校", en = "Some school" }
[organisation.channel]
mailbox = "office@example.org"
telephone = "110"
recipient = { zh = "教育处", en = "Office" }
[[organisation.role]]
code = "leader"
title = { zh = "组长", en = "Leader" }
names = ["张三"]
"""
HEAD = 'code = "special-rectification-2020"'
PHASE_2 = "number = 2"
LEADER = 'code = "leader"'
WEEKLY = 'code = "weekly-report"'


def broken(text: str, name: str = "plan.toml", organisation: str | None = None) -> FileBroken:
    with pytest.raises(FileBroken) as caught:
        read_plan(text, organisation, name)
    return caught.value


def refused(text: str) -> int | None:
    """The line that is blamed, None where nothing is; any other error than FileBroken goes through."""
    try:
        read_plan(text, None, "plan.toml")
    except FileBroken as error:
        return error.line
    return None


def line_with(text: str, needle: str, nth: int = 1) -> int:
    found = [number for number, line in enumerate(text.split("\n"), 1) if needle in line]
    return found[nth - 1]


FAULTS = [
    # old, new, the line that is blamed (a part of it), what is said
    (HEAD, HEAD + "\ncolour = 1", "colour = 1", "colour is not known"),
    (HEAD, HEAD + "\nzona = 1", "zona = 1", "Did you mean zone?"),
    (HEAD, HEAD.replace("2020", "2020!"), HEAD[:-1], "not a code"),
    (HEAD, 'code = ""', 'code = ""', "must not be empty"),
    (HEAD, "code = 12", "code = 12", "text in quotes"),
    (HEAD, 'code = "a\\u200eb"', "u200e", "hidden character (U+200E)"),
    ("end = 2020-12-31 #", "end = 2019-01-01 #", "end = 2019-01-01", "ends before it starts"),
    ("end = 2020-12-31 #", "end = 2030-01-01 #", "end = 2030-01-01", "5 years"),
    ("end = 2020-12-31 #", 'end = "2020-12-31" #', 'end = "2020', "date such as 2020-03-01"),
    ("end = 2020-12-31 #", "end = 2020-12-31T00:00:00 #", "end = 2020-12-31T", "date such as"),
    ("start = 2019-12-01", "start = 1019-12-01", "start = 1019", "from 2000 to 2099"),
    ("start = 2019-12-01", "start = 2020-02-30", "start = 2020-02-30", "not TOML"),
    ('zone = "Asia/Shanghai"', 'zone = "Asia/Nantong"', "Nantong", "not a time zone"),
    ('zone = "Asia/Shanghai"', 'zone = "../../etc"', "etc", "not a time zone"),
    ("campuses = []", 'campuses = ["东校区", "东校区"]', "campuses", "东校区 is there twice"),
    ("campuses = []", 'campuses = ["*"]', "campuses", "cannot be called *"),
    ("campuses = []", 'campuses = "东校区"', "campuses", "must be a list"),
    ("general = 15", "general = 1.5", "general = 1.5", "whole number from 0 to 366"),
    ("general = 15", "general = true", "general = true", "whole number"),
    ("major = 30", "mayor = 30", "mayor", "allowance.mayor is not known here. Did you mean major?"),
    ('report = "thursday"', 'report = "thirsday"', "thirsday", "Did you mean thursday?"),
    ('report = "thursday"', 'report = "周四"', "周四", "Known: monday"),
    ('choose = "A3"', 'choose = "A33"', "A33", "no reading A33"),
    (', monday-to-sunday = "monday" }', " }", "first = {", "no entry for the choice monday-to-sunday"),
    (
        'monday-to-sunday = "monday" }',
        'monday-to-sunday = "monday", x = "friday" }',
        "first =",
        "x is not a choice",
    ),
    ("[allowance]", "[allowances]", "[allowances]", "Did you mean allowance?"),
    (PHASE_2, "number = 3", "number = 3", "numbered 1, 2, 3"),
    (PHASE_2 + "\n", "", "[[phase]]", "phase 2: number is missing"),
    (
        "start = 2020-01-01\nend = 2020-09-30",
        "start = 2019-12-31\nend = 2020-09-30",
        "start = 2019-12-31",
        "Phase 2 begins before",
    ),
    (
        "start = 2020-10-01\nend = 2020-12-31",
        "start = 2020-10-01\nend = 2021-01-01",
        "end = 2021-01-01",
        "outside the campaign",
    ),
    ("due = 2020-03-31", "due = 2021-03-31", "due = 2021-03-31", "outside the campaign"),
    (
        'code = "year-hazards"\nkind = "rectification"',
        'code = "year-hazards"\nkind = "drill"',
        'kind = "drill"',
        "cannot be drill",
    ),
    (WEEKLY + '\nkind = "report"', WEEKLY + '\nkind = "raport"', "raport", "Did you mean report?"),
    (WEEKLY, 'code = "monthly-upload"', 'code = "monthly-upload"', "monthly-upload is there twice"),
    (WEEKLY, 'code = "Weekly Report"', "Weekly Report", "not a code"),
    ('requirement = "R14"', 'requirement = "R22"', "R22", "R1 to R21"),
    ('owed_by = ["group", "campus"]', 'owed_by = ["group", "school"]', '"school"', "cannot be school"),
    ('owed_by = ["group", "campus"]', "owed_by = []", "owed_by = []", "must not be empty"),
    ('recipient = "platform"', 'recipient = "platfrom"', "platfrom", "Did you mean platform?"),
    ('channel = "paper"', 'channel = "pigeon"', "pigeon", "cannot be pigeon"),
    ('evidence = "drills"', 'evidence = "drill"', 'evidence = "drill"', "Did you mean drills?"),
    ('readings = ["A7", "A16"]', 'readings = ["A7", "A99"]', "A99", "no reading A99"),
    ('kind = "weekly"', 'kind = "wekly"', "wekly", "Did you mean weekly?"),
    ('kind = "weekly"', 'kind = "running"', 'choose = ["A1"', "rule.choose is not known"),
    ('choose = ["A1"', 'choose = ["A9"', "[duty.rule.between]", "no entry for the choice from-january"),
    ('choose = ["A1"', 'choose = ["A1", "A22"', 'choose = ["A1", "A22"', "no reading A22"),
    ('rest = "A12"', 'rest = "A42"', 'rest = "A42"', "no reading A42"),
    ("owed = [2019-12-01, 2020-12-31]\n", "", "[duty.rule.between]", "no entry for the choice owed"),
    (
        "end-of-november = [2019-12-01, 2020-11-30]",
        "end-of-november = [2019-12-01, 2019-12-04]",
        "[duty.rule]",
        "never occurs",
    ),
    ('of = ["regulation"]', 'of = ["regulations"]', '"regulations"', "Did you mean regulation?"),
    (
        'code = "year-hazards"\nkind = "rectification"\ntitle',
        'code = "years"\nkind = "rectification"\ntitle',
        '"years"',
        "no duty years",
    ),
    ("due = 2020-03-31\n", "due = 2020-03-30\n", "due = 2020-03-30", "its duty on 2020-03-31"),
    (
        'rule = { kind = "once", due = 2020-12-01',
        'rule = { kind = "recurring", repeats = "FREQ=DAILY;INTERVAL=0", between = [2020-01-01, 2020-03-31] }\n#',
        "INTERVAL=0",
        "not a recurrence",
    ),
    ('id = "A8"', 'id = "A9"', 'id = "A9"', "A9 is there twice"),
    ('each = "area"', 'each = "aera"', "aera", "Did you mean area?"),
    ('third-point = "4-1(3)"', 'third = "4-1(3)"', "clause = {", "no entry for the choice third-point"),
    ('listed = { kind = "running" }', "", "[duty.rule.ways]", "no entry for the choice listed"),
    ("ways.phase-2 =", "ways.phase-4 =", "ways.phase-4", "phase-4 is not a choice"),
    (
        "found-so-far = [2010",
        "found-ever = [2010",
        "[milestone.between]",
        "no entry for the choice found-so-far",
    ),
    (
        'rule = { kind = "once", due = 2020-12-01',
        'rule = { kind = "recurring", repeats = "FREQ=NEVER", between = [2020-01-01, 2020-03-31] }\n#',
        "FREQ=NEVER",
        "not a recurrence",
    ),
    (
        'rule = { kind = "once", due = 2020-12-01',
        'rule = { kind = "recurring", repeats = "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",'
        " between = [2020-01-01, 2020-03-31] }\n#",
        "FREQ=YEARLY",
        "never occurs",
    ),
    ("phase-2 = [2020-01-01, 2020-09-30]", "phase-2 = [2020-01-01]", "phase-2 = [2020-01-01]", "two dates"),
    ("phase-2 = [2020-01-01, 2020-09-30]", "phase-2 = [2020-01-01, 2020-01-00]", "2020-01-00", "not TOML"),
    (
        "phase-2 = [2020-01-01, 2020-09-30]",
        "phase-3 = [2020-01-01, 2020-09-30]",
        "[duty.rule.between]",
        "no entry",
    ),
    (
        "end-of-december = [2019-12-01, 2020-12-31]",
        "end-of-december = [2019-12-01, 2021-12-31]",
        "2021-12-31",
        "outside",
    ),
    ("day = 1\n", "day = 32\n", "day = 32", "from 1 to 31"),
    ("day = 1\nbefore = true", 'day = 1\nbefore = "yes"', 'before = "yes"', "true or false"),
    ("due = 2019-12-20, before", "due = 2019-11-20, before", "due = 2019-11-20", "outside the campaign"),
    ("opens = 2019-12-01", "opens = 2019-12-21", "opens = 2019-12-21", "opens after it is due"),
    ('"national-day"]', '"nation-day"]', "nation-day", "Did you mean national-day?"),
    ('hours = 2, to = ["bureau", "health", "police"]', "hours = 2", "hours = 2", "needs the offices"),
    ('to = ["bureau"', 'to = ["bureu"', "bureu", "Did you mean bureau?"),
    ('id = "A20"', 'id = "A21"', "A21", "A1 to A20"),
    ('id = "A20"', 'id = "A19"', 'id = "A19"', "A19 is there twice"),
    ('holds = "inclusive"', 'holds = "inclusiv"', 'holds = "inclusiv"', "Did you mean inclusive?"),
    (
        'choices = ["stands", "previous-workday"]',
        'choices = ["stands", "next-workday"]',
        "next-workday",
        "A4 cannot be",
    ),
    ('code = "fire.03"', 'code = "lab.03"', "消防设施器材", "stands in the area fire"),
    ('code = "fire.03"', 'code = "fire.3"', "消防设施器材", "fire.01"),
    ('code = "fire.03"', 'code = "fire.02"', "消防设施器材", "fire.02 is there twice"),
    ('en = "Fire equipment", ', "", "消防设施器材", "en is missing"),
    ('en = "Fire equipment", ', 'en = "Fire equipment", note = "x", ', "消防设施器材", "note is not known"),
    ('code = "practice"', 'code = "risk"', 'code = "risk"', "risk is there twice"),
    (
        'synonyms = ["省校园',
        'synonyms = ["省平台", "省校园',
        "省校园安全风险管控系统",
        "省平台 is there twice",
    ),
    ('bureau = { zh = "区社会事业局", en', 'bureau = { cn = "区社会事业局", en', "bureau =", "zh is missing"),
    ("items = []", "items = {}", "items = {}", "must be a list"),
    ("items = []", 'items = ["fire"]', 'items = ["fire"]', "must be a table"),
    ("items = []\n", "items = [\n", "# worked", "not TOML"),
    (HEAD, HEAD + "\n" + HEAD, HEAD, "not TOML"),
    (HEAD, HEAD + "\n[organisation]\nname = 1\n[x]", "[organisation]", "organisation.channel is missing"),
]


@pytest.mark.parametrize(("old", "new", "needle", "said"), FAULTS, ids=[f"{n}" for n in range(len(FAULTS))])
def test_each_fault_names_its_line(text: str, old: str, new: str, needle: str, said: str) -> None:
    assert old in text
    changed = text.replace(old, new, 1)
    error = broken(changed, "my-plan.toml")
    assert said in error.sentence
    assert error.sentence.startswith(f"my-plan.toml, line {error.line}: ")
    assert needle in changed.split("\n")[error.line - 1] or needle == HEAD
    assert error.exit_code == 2


def test_the_line_is_exact_where_the_text_repeats(text: str) -> None:
    changed = text.replace(PHASE_2 + "\n", "", 1)
    assert broken(changed).line == line_with(changed, "[[phase]]", 2)
    changed = text.replace('requirement = "R9"\n', "", 1)
    error = broken(changed)
    assert changed.split("\n")[error.line] == 'code = "major-hazard-escalation"'
    assert "requirement is missing" in error.sentence


def test_a_clash_names_the_other_line_too(text: str) -> None:
    changed = text.replace('code = "final-summary"', WEEKLY, 1)
    error = broken(changed)
    assert error.line == line_with(changed, WEEKLY, 2)
    assert f"See line {line_with(changed, WEEKLY, 1)} too." in error.sentence


def test_line_ends_and_the_mark_of_windows(text: str, plan: Plan) -> None:
    assert read_plan("\ufeff" + text.replace("\n", "\r\n"), None, "plan.toml") == plan
    changed = text.replace('id = "A20"', 'id = "A21"', 1)
    assert broken("\ufeff" + changed.replace("\n", "\r\n")).line == broken(changed).line


def test_a_key_written_twice_is_blamed_where_it_repeats(text: str) -> None:
    changed = text.replace(HEAD, HEAD + "\n" + HEAD, 1)
    assert broken(changed).line == line_with(changed, HEAD, 2)


@pytest.mark.parametrize("text", ["", "a = ", "[", "a = " + "[" * 5000, "a = " + "9" * 5000, "= 1", '"""'])
def test_what_is_no_plan(text: str) -> None:
    assert broken(text).line == 1


DAYS = """
announces = [2027]
[[vacation]]
name = "暑假"
days = [2020-07-01, 2020-08-31]
[[off]]
days = [2020-04-20, 2020-04-20]
[[work]]
days = [2020-04-25, 2020-04-25]
[[holiday]]
holiday = "new-year"
days = [2027-01-01, 2027-01-03]
[[amended]]
holiday = "spring-festival"
announced = 2020-01-26
days = [2020-01-31, 2020-02-02]
worked = [2020-02-01]
"""


@pytest.mark.parametrize(
    ("old", "new", "needle", "said"),
    [
        ("2020-07-01, 2020-08-31", "2020-07-01, 2020-08-32", "2020-08-32", "not TOML"),
        ("2020-07-01, 2020-08-31", "2020-09-01, 2020-08-31", "2020-09-01", "ends before it starts"),
        ("2020-07-01, 2020-08-31", '"7月1日", 2020-08-31', "7月1日", "date such as"),
        ('"new-year"', '"new-yaer"', "new-yaer", "Did you mean new-year?"),
        ("[2027]\n", "[27]\n", "[27]", "year such as"),
        ("[[vacation]]", "[[vacations]]", "[[vacations]]", "Did you mean vacation?"),
        ("2020-04-25, 2020-04-25", "2020-04-18, 2020-04-25", "2020-04-18", "both off and worked. See line 7"),
        ("worked = [2020-02-01]", "worked = [2020-02-09]", "2020-02-09", "not among the days"),
    ],
)
def test_a_fault_in_the_days_names_its_own_file(
    text: str, old: str, new: str, needle: str, said: str
) -> None:
    changed = DAYS.replace(old, new)
    with pytest.raises(FileBroken) as caught:
        read_plan(text, None, "plan.toml", changed)
    error = caught.value
    assert error.file == "days.toml"
    assert said in error.sentence
    assert needle in changed.split("\n")[error.line - 1]
    inside = broken(text + "\n[days]\n" + changed.replace("[[", "[[days.").lstrip())
    assert inside.file == "plan.toml"
    assert said.split(". See")[0] in inside.sentence or "days.vacations" in inside.sentence


def test_the_organisation_beside_then_inside_then_built_in(text: str, plan: Plan) -> None:
    own = OWN.replace("[organisation]\n", "").replace("organisation.", "")
    inside = read_plan(text + OWN, None, "plan.toml").organisation
    assert inside.name.zh == "某校"
    assert read_plan(text, own, "plan.toml").organisation == inside
    assert read_plan(text + OWN.replace("某校", "别校"), own, "plan.toml").organisation == inside
    assert read_plan(text, None, "plan.toml").organisation == plan.organisation


@pytest.mark.parametrize(
    ("old", "new", "needle", "said"),
    [
        ("office@example.org", "office", "mailbox", "not an e-mail address"),
        ("office@example.org", "a@b.cn, c@d.cn", "mailbox", "not an e-mail address"),
        ('names = ["张三"]', 'names = ["张三", "张三"]', "names", "张三 is there twice"),
        ('code = "leader"\n', "", "role]]", "role 1: code is missing"),
        ('telephone = "110"', "telephone = 110", "telephone", "text in quotes"),
    ],
)
def test_faults_of_the_organisation(text: str, old: str, new: str, needle: str, said: str) -> None:
    inside = text + OWN.replace(old, new)
    error = broken(inside)
    assert said in error.sentence
    assert needle in inside.split("\n")[error.line - 1]
    own = OWN.replace("[organisation]\n", "").replace("organisation.", "").replace(old, new)
    error = broken(text, organisation=own)
    assert error.sentence.startswith(f"organisation.toml, line {error.line}: ")
    assert needle in own.split("\n")[error.line - 1]


def test_a_role_that_is_there_twice(text: str) -> None:
    role = OWN[OWN.index("[[") :]
    inside = text + OWN + role
    error = broken(inside)
    assert error.line == line_with(inside, LEADER, 2)
    assert f"See line {line_with(inside, LEADER)} too." in error.sentence


def test_from_a_folder(tmp_path: Path, text: str, plan: Plan) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert plan_at(path) == plan
    own = OWN.replace("[organisation]\n", "").replace("organisation.", "")
    (tmp_path / "organisation.toml").write_text(own, encoding="utf-8")
    assert plan_at(path).organisation.name.en == "Some school"


def test_files_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotFound, match=r"nowhere\.toml"):
        plan_at(tmp_path / "nowhere.toml")
    gbk = tmp_path / "gbk.toml"
    gbk.write_bytes(text.encode("gbk", "replace"))
    with pytest.raises(FileBroken, match=r"gbk\.toml, line 1: This is not UTF-8"):
        plan_at(gbk)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_damage_is_refused_in_words_or_harmless(text: str, data: st.DataObject) -> None:
    rows = text.split("\n")
    place = data.draw(st.integers(0, len(rows) - 1))
    kind = data.draw(st.sampled_from(["drop", "double", "swap", "cut", "junk"]))
    if kind == "drop":
        del rows[place]
    elif kind == "double":
        rows.insert(place, rows[place])
    elif kind == "swap":
        other = data.draw(st.integers(0, len(rows) - 1))
        rows[place], rows[other] = rows[other], rows[place]
    elif kind == "cut":
        rows[place] = rows[place][: data.draw(st.integers(0, len(rows[place])))]
    else:
        at = data.draw(st.integers(0, len(rows[place])))
        rows[place] = rows[place][:at] + data.draw(st.text(max_size=3)) + rows[place][at:]
    changed = "\n".join(rows)
    line = refused(changed)
    assert line is None or 1 <= line <= changed.count("\n") + 1
