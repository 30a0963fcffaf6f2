"""The life of a hazard through its commands: every step, and every step that the workflow refuses."""

import sqlite3

import pytest

from office import COMMITTED, MAJOR, Command

LATER = "2020-03-10"


def test_a_general_hazard_is_closed_by_passing_verification(cmd: Command) -> None:
    ref = cmd.add("--due", "2020-03-16")["id"]
    assigned = cmd.json("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    assert (assigned["status"], assigned["responsible"], assigned["due"]) == (
        "assigned",
        "李四",
        "2020-03-16",
    )
    done = cmd.json("hazard", "rectify", ref, "--note", "已更换", day=LATER)
    assert (done["status"], done["rectified_on"], done["rectified_by"]) == ("rectified", LATER, "李四")
    closed = cmd.json("hazard", "verify", ref, "--by", "王五", "--pass", day=LATER)
    assert (closed["status"], closed["verified_by"], closed["closed_on"], closed["closed_by"]) == (
        "closed", "王五", LATER, "王五",
    )  # fmt: skip
    assert (closed["on_time"], closed["on_time_first"]) == (True, True)


def test_a_major_one_waits_for_the_group(cmd: Command) -> None:
    ref = cmd.rectified(*MAJOR, *COMMITTED)
    verified = cmd.json("hazard", "verify", ref, "--by", "王五", "--pass")
    assert (verified["status"], verified["closed_on"]) == ("verified", None)
    closed = cmd.json("hazard", "close", ref, "--by", "赵六", day=LATER)
    assert (closed["status"], closed["closed_by"], closed["closed_on"]) == ("closed", "赵六", LATER)


def test_failing_sends_it_back_and_its_first_rectification_is_no_more(cmd: Command) -> None:
    ref = cmd.rectified()
    back = cmd.json("hazard", "verify", ref, "--by", "王五", "--fail", "--note", "压力仍不足")
    assert (back["status"], back["rectified_on"], back["rectified_by"]) == ("assigned", None, None)
    assert back["verify_note"] == "压力仍不足"
    cmd("hazard", "rectify", ref, "--note", "再次更换", day=LATER)
    assert cmd.json("hazard", "verify", ref, "--by", "王五", "--pass", day=LATER)["status"] == "closed"


def test_assigning_again_hands_it_to_somebody_else(cmd: Command) -> None:
    ref = cmd.add()["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    again = cmd.json("hazard", "assign", ref, "--responsible", "赵六")
    assert (again["responsible"], again["measure"], again["status"]) == ("赵六", "更换", "assigned")


# who may verify


@pytest.mark.parametrize("who", ["李四", " 李四 "])
def test_who_rectified_may_not_verify(cmd: Command, who: str) -> None:
    ref = cmd.rectified()
    refused = cmd.refused("hazard", "verify", ref, "--by", who, "--pass")
    assert "may not verify" in refused.err
    assert "--by NAME" in refused.err


def test_neither_the_one_who_did_it_nor_the_one_responsible_may_verify(cmd: Command) -> None:
    ref = cmd.add()["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "rectify", ref, "--note", "已更换", "--by", "赵六")
    cmd.refused("hazard", "verify", ref, "--by", "赵六", "--pass")
    cmd.refused("hazard", "verify", ref, "--by", "李四", "--pass")
    cmd.refused("hazard", "verify", ref, "--by", "李四", "--fail")
    cmd("hazard", "verify", ref, "--by", "王五", "--pass")


# the order of the steps

STEPS = {
    "assign": ("assign", "{ref}", "--responsible", "李四", "--measure", "更换"),
    "rectify": ("rectify", "{ref}", "--note", "已更换"),
    "verify": ("verify", "{ref}", "--by", "王五", "--pass"),
    "fail": ("verify", "{ref}", "--by", "王五", "--fail"),
    "close": ("close", "{ref}", "--by", "赵六"),
    "extend": ("extend", "{ref}", "--until", "2020-05-01", "--reason", "缺货", "--approved-by", "赵六"),
    "escalate": ("escalate", "{ref}", "--to", "教育处"),
    "reopen": ("reopen", "{ref}", "--reason", "复发"),
    "void": ("void", "{ref}", "--reason", "重复登记"),
    "upload": ("upload", "{ref}", "--receipt", "07"),
    "edit": ("edit", "{ref}", "--location", "二号楼"),
}  # fmt: skip
ALLOWED = {
    "open": {"assign", "extend", "escalate", "void", "upload", "edit"},
    "assigned": {"assign", "rectify", "extend", "escalate", "void", "upload", "edit"},
    "rectified": {"verify", "fail", "escalate", "void", "upload", "edit"},
    "closed": {"reopen", "upload", "edit"},
    "void": set(),
}
WAY = {
    "open": (),
    "assigned": ("assign",),
    "rectified": ("assign", "rectify"),
    "closed": ("assign", "rectify", "verify"),
    "void": ("void",),
}


def take(cmd: Command, step: str, ref: str) -> tuple[str, ...]:
    return ("hazard", *(part.format(ref=ref) for part in STEPS[step]))


@pytest.mark.parametrize("status", ALLOWED)
def test_what_follows_and_what_does_not(cmd: Command, status: str) -> None:
    ref = cmd.add()["id"]
    for step in WAY[status]:
        cmd(*take(cmd, step, ref))
    assert cmd.json("hazard", "show", ref)["status"] == status
    for step in STEPS:
        if step not in ALLOWED[status]:
            assert ref in cmd.refused(*take(cmd, step, ref)).err
    for step in ALLOWED[status]:
        cmd(*take(cmd, step, ref), "--dry-run")


def test_a_void_hazard_says_why_and_keeps_its_number(cmd: Command) -> None:
    ref = cmd.add()["id"]
    assert cmd.json("hazard", "void", ref, "--reason", "重复登记")["void_reason"] == "重复登记"
    assert "重复登记" in cmd.refused("hazard", "attach", ref, str(cmd.ledger)).err
    assert cmd.add()["id"] == "H0002"


def test_a_reason_must_say_something(cmd: Command) -> None:
    ref = cmd.closed()
    cmd.refused("hazard", "reopen", ref, "--reason", "  ")
    other = cmd.add()["id"]
    cmd.refused("hazard", "void", other, "--reason", "")
    cmd.refused("hazard", "extend", other, "--until", "2020-05-01", "--reason", " ", "--approved-by", "赵六")


BLANK = {
    "reopen": (("--reason",), ()),
    "void": (("--reason",), ()),
    "upload": (("--receipt",), ()),
    "escalate": (("--to",), ()),
    "extend": (("--reason", "--approved-by"), ("--until", "2020-05-01")),
    "defer": (("--reason", "--interim", "--approved-by"), ("--until", "2020-05-01")),
}


@pytest.mark.parametrize("step", BLANK)
@pytest.mark.parametrize("blank", ["  ", "　", "\n"])
def test_what_a_step_must_say_is_asked_for_by_its_name(cmd: Command, step: str, blank: str) -> None:
    ref = cmd.closed() if step == "reopen" else cmd.add(*(MAJOR if step == "defer" else ()))["id"]
    needed, others = BLANK[step]
    for option in needed:
        given = (part for one in needed for part in (one, blank if one == option else "缺货"))
        assert f"{option} is empty" in cmd.refused("hazard", step, ref, *given, *others).err


def test_what_a_hazard_says_of_its_steps_is_what_they_say(cmd: Command) -> None:
    ref = cmd.add(*MAJOR)["id"]
    cmd("hazard", "escalate", ref, "--to", "  教育处 ")
    defer = (
        "--until",
        "2020-05-01",
        "--reason",
        " 未复工 ",
        "--interim",
        " 专人看守 ",
        "--approved-by",
        " 赵六 ",
    )
    cmd("hazard", "defer", ref, *defer)
    told = cmd.json("hazard", "upload", ref, "--receipt", "  R1  ")[0]
    assert (told["escalated_to"], told["interim"], told["province_receipt"]) == ("教育处", "专人看守", "R1")
    gone = cmd.json("hazard", "void", ref, "--reason", " 重复登记 ")
    assert gone["void_reason"] == "重复登记"
    cmd("ledger", "check")


def test_reopening_keeps_the_first_life_on_record(cmd: Command) -> None:
    ref = cmd.closed()
    again = cmd.json("hazard", "reopen", ref, "--reason", "复发", day=LATER)
    assert (again["status"], again["closed_on"], again["rectified_on"]) == ("assigned", None, None)
    kinds = [one["kind"] for one in cmd.json("hazard", "history", ref)]
    assert kinds.count("step") == 6  # found, assigned, rectified, passed, closed, reopened


# commitments of a major hazard


@pytest.mark.parametrize("missing", ["--responsible", "--measure", "--funds", "--contingency"])
def test_a_major_hazard_needs_all_five_commitments(cmd: Command, missing: str) -> None:
    ref = cmd.add(*MAJOR)["id"]
    place = COMMITTED.index(missing)
    given = (*COMMITTED[:place], *COMMITTED[place + 2 :])
    assert missing in cmd.refused("hazard", "assign", ref, *given).err
    cmd("hazard", "edit", ref, *COMMITTED[place : place + 2])
    assert cmd.json("hazard", "assign", ref, *given)["status"] == "assigned"


def test_all_missing_commitments_are_named_at_once(cmd: Command) -> None:
    ref = cmd.add(*MAJOR)["id"]
    told = cmd.refused("hazard", "assign", ref).err
    for name in ("--responsible", "--measure", "--funds", "--contingency"):
        assert name in told


def test_a_general_one_needs_somebody_and_something_to_do(cmd: Command) -> None:
    ref = cmd.add()["id"]
    assert "--responsible --measure" in cmd.refused("hazard", "assign", ref).err
    assert "--measure" in cmd.refused("hazard", "assign", ref, "--responsible", "李四").err


def test_it_may_not_become_major_without_commitments_once_it_is_assigned(cmd: Command) -> None:
    ref = cmd.add()["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    cmd.refused("hazard", "edit", ref, "--level", "major")
    raised = cmd.json("hazard", "edit", ref, "--level", "major", "--funds", "0", "--contingency", "专人看守")
    assert (raised["level"], raised["funds"]) == ("major", 0)


def test_nobody_of_a_campus_closes_a_major_hazard(cmd: Command) -> None:
    cmd("people", "add", "赵六", "--campus", "东校区")
    cmd("people", "add", "王五")
    ref = cmd.rectified(*MAJOR, *COMMITTED)
    cmd("hazard", "verify", ref, "--by", "赵六", "--pass")
    assert "belongs to a campus" in cmd.refused("hazard", "close", ref, "--by", "赵六").err
    cmd("hazard", "close", ref, "--by", "王五")


def test_a_major_one_is_not_closed_unverified(cmd: Command) -> None:
    ref = cmd.rectified(*MAJOR, *COMMITTED)
    assert "without having been verified" in cmd.refused("hazard", "close", ref, "--by", "赵六").err


# deadlines


def test_an_extension_keeps_the_first_deadline_and_both_judgements(cmd: Command) -> None:
    ref = cmd.add("--due", "2020-03-10")["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    extend = ("hazard", "extend", ref, "--reason", "缺货", "--approved-by", "赵六", "--until")
    cmd(*extend, "2020-03-20")
    longer = cmd.json(*extend, "2020-03-25")
    assert (longer["due"], longer["due_first"], longer["extensions"]) == ("2020-03-25", "2020-03-10", 2)
    done = cmd.json("hazard", "rectify", ref, "--note", "已更换", day="2020-03-21")
    assert (done["on_time"], done["on_time_first"]) == (True, False)


@pytest.mark.parametrize("until", ["2020-03-10", "2020-03-09"])
def test_an_extension_is_later_than_the_deadline(cmd: Command, until: str) -> None:
    ref = cmd.add("--due", "2020-03-10")["id"]
    extend = ("hazard", "extend", ref, "--until", until, "--reason", "缺货", "--approved-by", "赵六")
    assert "not later" in cmd.refused(*extend).err


def test_assigning_does_not_move_a_deadline_that_somebody_gave(cmd: Command) -> None:
    ref = cmd.add("--due", "2020-03-10")["id"]
    assign = ("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换", "--due")
    assert "hazard extend" in cmd.refused(*assign, "2020-03-20").err
    assert "hazard extend" in cmd.refused(*assign, "2020-03-08").err
    cmd(*assign, "2020-03-10")


def test_the_plans_allowance_gives_way_to_a_deadline_once(cmd: Command) -> None:
    told = cmd("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "缺灭火器").err
    assert "no deadline was given" in told
    assert "2020-03-21" in told
    assert cmd.json("hazard", "show", "1")["due_given"] is False
    assign = ("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换", "--due")
    cmd.refused(*assign, "2020-03-05")
    first = cmd.json(*assign, "2020-03-15")
    assert (first["due"], first["due_first"], first["extensions"]) == ("2020-03-15", "2020-03-15", 0)
    cmd.refused(*assign, "2020-03-18")


def test_the_allowance_is_by_level(cmd: Command) -> None:
    assert cmd.add("--found", "2020-03-01")["due"] == "2020-03-16"
    assert cmd.add("--found", "2020-03-01", "--level", "major")["due"] == "2020-03-31"


DEFER = (
    "--until",
    "2020-04-30",
    "--reason",
    "施工单位未复工",
    "--interim",
    "封闭通道",
    "--approved-by",
    "赵六",
)


def test_a_deferral_expires(cmd: Command) -> None:
    ref = cmd.add("--level", "major", "--due", "2020-03-10", *COMMITTED)["id"]
    assert cmd.json("hazard", "show", ref, day="2020-03-12")["overdue"] is True
    deferred = cmd.json("hazard", "defer", ref, *DEFER, day="2020-03-12")
    assert (deferred["overdue"], deferred["deferred_to"], deferred["due"], deferred["due_first"]) == (
        False, "2020-04-30", "2020-04-30", "2020-03-10",
    )  # fmt: skip
    assert deferred["interim"] == "封闭通道"
    assert cmd.json("hazard", "show", ref, day="2020-04-30")["overdue"] is False
    late = cmd.json("hazard", "show", ref, day="2020-05-02")
    assert (late["overdue"], late["days_overdue"]) == (True, 2)


def test_only_a_major_hazard_is_deferred_and_only_a_general_one_extended(cmd: Command) -> None:
    general, major = cmd.add()["id"], cmd.add(*MAJOR)["id"]
    assert "hazard extend" in cmd.refused("hazard", "defer", general, *DEFER).err
    extend = ("--until", "2020-04-30", "--reason", "缺货", "--approved-by", "赵六")
    assert "hazard defer" in cmd.refused("hazard", "extend", major, *extend).err


def test_a_deferral_names_all_that_it_lacks(cmd: Command) -> None:
    ref = cmd.add(*MAJOR)["id"]
    told = cmd.refused("hazard", "defer", ref).err
    for name in ("--until", "--reason", "--interim", "--approved-by"):
        assert name in told
    cmd.refused("hazard", "defer", ref, *DEFER[:4], "--interim", " ", *DEFER[6:])


# days


@pytest.mark.parametrize("step", ["rectify", "verify", "close", "escalate", "upload"])
def test_nothing_happens_in_the_future_nor_before_its_time(cmd: Command, step: str) -> None:
    ref = cmd.add("--found", "2020-03-05", *MAJOR, *COMMITTED)["id"]
    for before in ("assign", "rectify", "verify", "close"):
        if before == step or step in ("escalate", "upload"):
            break
        cmd(*take(cmd, before, ref))
    args = take(cmd, step, ref)
    assert "2020-03-07" in cmd.refused(*args, "--on", "2020-03-07").err
    assert "too early" in cmd.refused(*args, "--on", "2020-03-04").err
    cmd(*args, "--on", "2020-03-06")


def test_a_hazard_is_not_found_in_the_future_nor_due_before_it_was_found(cmd: Command) -> None:
    add = ("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "缺灭火器")
    assert "2020-03-07" in cmd.refused(*add, "--found", "2020-03-07").err
    assert "before the day" in cmd.refused(*add, "--found", "2020-03-05", "--due", "2020-03-04").err
    cmd(*add, "--found", "2020-03-05", "--due", "2020-03-05")


@pytest.mark.parametrize("day", ["1995-01-01", "1999-12-31", "2100-01-01", "0202-03-05"])
def test_a_year_that_cannot_be_meant_is_refused_for_every_day(cmd: Command, day: str) -> None:
    ref = cmd.add(*MAJOR, *COMMITTED)["id"]
    for args in (
        ("add", "--campus", "东校区", "--area", "fire", "--title", "x", "--found", day),
        ("add", "--campus", "东校区", "--area", "fire", "--title", "x", "--due", day),
        ("edit", ref, "--found", day),
        ("defer", ref, "--until", day, "--reason", "x", "--interim", "x", "--approved-by", "赵六"),
        ("escalate", ref, "--to", "教育处", "--on", day),
        ("list", "--found-from", day),
    ):
        assert "outside the years 2000 to 2099" in cmd.refused("hazard", *args).err


def test_a_hazard_that_an_older_version_took_can_be_worked_with(cmd: Command) -> None:
    """Found in a year that is refused now, and described in characters that are."""
    ref = cmd.add()["id"]
    with sqlite3.connect(cmd.ledger) as older:
        older.execute("UPDATE step SET day = '1995-03-01'")
        older.execute(
            "UPDATE hazard SET found_on = '1995-03-01', due = '1995-03-16', due_first = '1995-03-16',"
            " detail = 'x' || char(0x2028)"
        )
    older.close()
    assert cmd.json("hazard", "edit", ref, "--location", "二号楼")["found_on"] == "1995-03-01"
    cmd("hazard", "extend", ref, "--until", "2020-04-01", "--reason", "缺货", "--approved-by", "赵六")
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "rectify", ref, "--note", "已更换")
    assert cmd.json("hazard", "verify", ref, "--by", "王五", "--pass")["status"] == "closed"
    cmd("hazard", "list")
    cmd("hazard", "show", ref)


def test_the_day_found_may_be_corrected_and_moves_its_step(cmd: Command) -> None:
    ref = cmd.add()["id"]
    cmd("hazard", "edit", ref, "--found", "2020-02-20")
    assert cmd.json("hazard", "show", ref)["found_on"] == "2020-02-20"
    cmd.refused("hazard", "edit", ref, "--found", "2020-03-07")
    assert cmd.json("ledger", "check") == []


@pytest.mark.parametrize("found", ["2020-03-12"])
def test_the_day_found_may_not_be_moved_behind_what_followed(cmd: Command, found: str) -> None:
    ref = cmd.closed()
    cmd.refused("hazard", "edit", ref, "--found", found, day="2020-03-20")


def test_no_deadline_before_the_day_found_by_correcting_it(cmd: Command) -> None:
    ref = cmd.add("--due", "2020-03-10")["id"]
    cmd.refused("hazard", "edit", ref, "--found", "2020-03-12", day="2020-03-20")


def test_what_was_sent_back_is_not_rectified_on_a_day_before_that(cmd: Command) -> None:
    ref = cmd.add("--due", "2020-03-10")["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "rectify", ref, "--note", "已更换", day="2020-03-08")
    cmd("hazard", "verify", ref, "--by", "王五", "--fail", day="2020-03-12")
    again = ("hazard", "rectify", ref, "--note", "再次更换")
    assert (
        "failed verification on 2020-03-12" in cmd.refused(*again, "--on", "2020-03-11", day="2020-03-13").err
    )
    cmd(*again, "--on", "2020-03-12", day="2020-03-13")
    assert not cmd.json("hazard", "verify", ref, "--by", "王五", "--pass", day="2020-03-13")["on_time"]
    cmd("hazard", "reopen", ref, "--reason", "复发", day="2020-03-16")
    assert "reopened on 2020-03-16" in cmd.refused(*again, "--on", "2020-03-13", day="2020-03-20").err
    cmd(*again, "--on", "2020-03-16", day="2020-03-20")
    cmd("ledger", "check")


def test_a_deadline_that_nobody_gave_follows_the_day_found(cmd: Command) -> None:
    ref = cmd.add()["id"]
    assert cmd.json("hazard", "show", ref)["due"] == "2020-03-21"
    moved = cmd.json("hazard", "edit", ref, "--found", "2020-03-02")
    assert (moved["due"], moved["due_first"]) == ("2020-03-17", "2020-03-17")
    assert "found 2020-03-02 and 15 days" in cmd("due", "--within", "30", "--why").out
    given = cmd.add("--due", "2020-03-19")["id"]
    assert cmd.json("hazard", "edit", given, "--found", "2020-03-02")["due"] == "2020-03-19"
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "extend", ref, "--until", "2020-04-01", "--reason", "缺货", "--approved-by", "赵六")
    assert cmd.json("hazard", "edit", ref, "--found", "2020-03-04")["due"] == "2020-04-01"
    assert cmd.json("ledger", "verify")["ok"]


# several at once


def test_many_uploads_are_asked_about_first(cmd: Command) -> None:
    refs = [cmd.add(title=f"隐患{n}")["id"] for n in range(3)]
    upload = ("hazard", "upload", *refs, "--receipt", "07")
    assert "--yes" in cmd.refused(*upload).err
    done = cmd.json(*upload, "--yes")
    assert [(one["province_receipt"], one["province_uploaded_on"]) for one in done] == [
        ("07", "2020-03-06")
    ] * 3


def test_one_wrong_hazard_among_many_uploads_nothing(cmd: Command) -> None:
    refs = [cmd.add(title=f"隐患{n}")["id"] for n in range(2)]
    cmd("hazard", "void", refs[1], "--reason", "重复登记")
    cmd.refused("hazard", "upload", *refs, "--receipt", "07")
    cmd.refused("hazard", "upload", refs[0], "H0099", "--receipt", "07")


# told afterwards


def test_a_past_day_tells_steps_that_were_typed_late_in_the_order_they_were_taken(cmd: Command) -> None:
    """The clerk types on Friday what was done on Wednesday; on the Tuesday after, Friday still says the same."""
    ref = cmd.add("--found", "2020-03-02", day="2020-03-06")["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换", day="2020-03-06")
    cmd("hazard", "rectify", ref, "--note", "已更换", "--on", "2020-03-04", day="2020-03-06")
    then = cmd.json("hazard", "show", ref, day="2020-03-06")
    assert (then["status"], then["rectified_on"]) == ("rectified", "2020-03-04")
    cmd("hazard", "verify", ref, "--by", "王五", "--pass", day="2020-03-10")
    now = cmd.json("hazard", "show", ref, day="2020-03-06")
    assert (now["status"], now["rectified_on"], now["verified_on"]) == ("rectified", "2020-03-04", None)


def test_a_second_rectification_that_is_dated_before_the_failed_check_stays_the_last_word(
    cmd: Command,
) -> None:
    """As an older version took it."""
    ref = cmd.rectified()
    cmd("hazard", "verify", ref, "--by", "王五", "--fail", day="2020-03-12")
    cmd("hazard", "rectify", ref, "--note", "再换", "--on", "2020-03-12", day="2020-03-13")
    with sqlite3.connect(cmd.ledger) as older:
        older.execute("UPDATE step SET day = '2020-03-11' WHERE kind = 'rectified' AND day = '2020-03-12'")
        older.execute("UPDATE hazard SET rectified_on = '2020-03-11'")
    older.close()
    (found,) = cmd.json("ledger", "check", day="2020-03-13", expect=3)
    assert (found["check"], found["ref"], "before it was sent back" in found["problem"]) == (
        "dates",
        ref,
        True,
    )
    assert cmd.json("hazard", "show", ref, day="2020-03-13")["status"] == "rectified"
    cmd("hazard", "verify", ref, "--by", "王五", "--pass", day="2020-03-16")
    assert cmd.json("hazard", "show", ref, day="2020-03-13")["status"] == "rectified"
