"""What all numbered records have in common on the command line: the days of a list, empty files, days gone back."""

from pathlib import Path

import pytest

from office import Command

HELD = "2020-03-05"
LISTS = (
    "drill list", "meeting list", "education list", "education coverage", "training list", "activity list",
    "incident list", "supervision list", "supervision table", "accountability list", "document list",
    "inspection list",
)  # fmt: skip


@pytest.mark.parametrize("command", LISTS)
def test_a_list_from_a_day_to_an_earlier_one_is_refused(cmd: Command, command: str) -> None:
    told = cmd.refused(*command.split(), "--from", "3月9日", "--to", "3月1日")
    assert "--to 2020-03-01 lies before --from 2020-03-09" in told.err
    cmd(*command.split(), "--from", "3月1日", "--to", "3月1日")


@pytest.mark.parametrize("flag", ["found", "due"])
@pytest.mark.parametrize("command", ["list", "export"])
def test_hazards_from_a_day_to_an_earlier_one_are_refused(cmd: Command, command: str, flag: str) -> None:
    to = ("a.xlsx",) if command == "export" else ()
    told = cmd.refused("hazard", command, *to, f"--{flag}-from", "2020-03-09", f"--{flag}-to", "2020-03-01")
    assert f"--{flag}-to 2020-03-01 lies before --{flag}-from 2020-03-09" in told.err


RECORDS = {
    "meeting": "meeting add --campus 东校区 --kind risk-study --title 研判",
    "training": "training add --campus 东校区 --title 灭火器 --attended 1 --of 2",
    "education": "education add --campus 东校区 --topic fire --form lesson --title 消防 --reached 20",
    "supervision": "supervision add --campus 东校区 --aspect mechanism --finding 无 --score 9"
    " --correction 例会 --due 2020-03-20",
    "accountability": "accountability add --campus 东校区 --person 李四 --what 逾期 --measure 约谈",
    "drill": "drill add --campus 东校区 --theme 疏散 --participants 9",
    "incident": "incident add --campus 东校区 --kind injury --occurred 08:00 --known 09:00",
    "activity": "activity add --campus 东校区 --kind gathering --title 典礼 --on 2020-03-06 --place 操场"
    " --participants 9",
    "document": "document add file.pdf --campus 东校区 --category minutes --title 纪要",
}


@pytest.mark.parametrize("noun", RECORDS)
def test_nothing_is_done_about_a_record_before_its_day(cmd: Command, noun: str) -> None:
    Path("file.pdf").write_bytes(b"file")
    Path("empty.pdf").touch()
    made = cmd.json(*RECORDS[noun].split(), day=HELD)["id"]
    for args in (("void", made, "--reason", "误报"), ("attach", made, "file.pdf")):
        if args[0] == "attach" and noun == "document":
            continue
        assert f"{made} is of {HELD}" in cmd.refused(noun, *args, day="2020-03-04").err
    if noun != "document":
        assert "empty" in cmd.refused(noun, "attach", made, "empty.pdf", day=HELD).err
    cmd(noun, "void", made, "--reason", "误报", day=HELD)


def test_steps_are_not_taken_before_the_day_either(cmd: Command) -> None:
    cmd(*RECORDS["meeting"].split(), day=HELD)
    decide = ("meeting", "decide", "M1", "--what", "更换", "--person", "李四")
    assert "is of" in cmd.refused(*decide, day="2020-03-04").err
    cmd(*decide, day=HELD)
    assert "is of" in cmd.refused("meeting", "drop", "M1/1", "--reason", "不需要", day="2020-03-04").err
    cmd(*RECORDS["supervision"].split(), day=HELD)
    cmd.refused("supervision", "corrected", "V1", day="2020-03-04")
    cmd(*RECORDS["incident"].split(), day=HELD)
    cmd.refused("incident", "report", "E1", "--to", "police", "--at", "2020-03-04 10:00", day="2020-03-04")


def test_what_is_done_is_not_corrected_but_taken_back(cmd: Command) -> None:
    cmd(*RECORDS["meeting"].split(), day=HELD)
    cmd("meeting", "decide", "M1", "--what", "更换", "--person", "李四", "--by", "2020-03-20", day=HELD)
    cmd("meeting", "done", "M1/1", day=HELD)
    told = cmd.refused("meeting", "edit", "M1/1", "--by", "2020-04-20", day=HELD)
    assert "done already" in told.err
    assert "safetyctl undo" in told.err
    cmd(*RECORDS["supervision"].split(), day=HELD)
    cmd("supervision", "corrected", "V1", day=HELD)
    told = cmd.refused("supervision", "edit", "V1", "--due", "2020-04-20", day=HELD)
    assert "corrected already" in told.err
    assert "safetyctl undo" in told.err
    cmd("supervision", "edit", "V1", "--score", "8", day=HELD)


def test_a_meeting_that_becomes_void_names_its_open_decisions(cmd: Command) -> None:
    cmd(*RECORDS["meeting"].split(), day=HELD)
    for what in ("更换", "清理"):
        cmd("meeting", "decide", "M1", "--what", what, "--person", "李四", day=HELD)
    cmd("meeting", "done", "M1/2", day=HELD)
    told = cmd("meeting", "void", "M1", "--reason", "重复", day=HELD).err
    assert "M0001/1" in told
    assert "M0001/2" not in told


def test_what_is_to_be_filled_in_next_is_named_in_the_readers_language(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine", "--area", "fire")
    assert "inspection void I0001 --reason TEXT" in cmd("inspection", "finish", "1", expect=2).err
    told = cmd("inspection", "finish", "1", "--lang", "zh", expect=2).err
    assert "inspection void I0001 --reason 文字" in told
