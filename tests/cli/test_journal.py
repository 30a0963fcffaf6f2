"""What the journal says to a person: words for fields and codes, moments to the minute, no more than can be read."""

import json
import sqlite3
from pathlib import Path

import pytest

from office import Command
from safetyctl.cli.journal import change_words
from safetyctl.ground.catalogue import using
from safetyctl.plan.source import builtin


def said(ref: str, *, plan: bool = True, **changes: object) -> str:
    with using("en"):
        told = [(name, None, value) for name, value in changes.items()]
        return change_words(told, ref, builtin() if plan else None)


def test_every_column_of_every_record_has_a_name(filled: Path) -> None:
    """No field is shown as the database calls it, whatever record it is of."""
    connection = sqlite3.connect(filled)
    rows = connection.execute("SELECT DISTINCT ref, body FROM journal WHERE body IS NOT NULL").fetchall()
    connection.close()
    unnamed = set()
    with using("en"):
        for ref, body in rows:
            for name in json.loads(body).keys() - {"created_at", "updated_at", "due_given"}:
                words = change_words([(name, None, "x")], ref)
                if words == f"{name}: x" and "_" in name:
                    unnamed.add((ref, name))
    assert unnamed == set()


@pytest.mark.parametrize(
    ("ref", "name", "value", "words"),
    [
        ("M0001/2", "done_by", "李四", "done by: 李四"),
        ("M0001/2", "due", "2020-03-20", "to be done by: 2020-03-20"),
        ("M0001", "kind", "risk-study", "kind of meeting: risk assessment meeting"),
        ("A0001", "kind", "outing", "kind: outing"),
        ("A0001", "plan_name", "预案.docx", "contingency plan: 预案.docx"),
        ("E0001", "known_at", "2020-03-02T01:05:00.000000Z", "known to the school at: 2020-03-02 01:05 UTC"),
        ("E0001", "authority", "police", "authority: Police"),
        ("I0001", "amended_from", "pass", "result before: passed"),
        ("R0001", "holiday", "qingming", "holiday: Qingming"),
        ("R0001", "person", "李四", "person on duty: 李四"),
        ("V0001", "aspect", "mechanism", "aspect: long-term mechanism"),
        ("T0001", "minutes", 90, "length (hours): 1.5"),
        ("H0001", "area", "fire", "area: Fire safety"),
    ],
)
def test_fields_and_codes_are_in_words(ref: str, name: str, value: object, words: str) -> None:
    assert words in said(ref, **{name: value})


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("A0001", "plan_sha256"),
        ("A0001", "owner_kind"),
        ("E0001", "known_on"),
        ("E0001", "told_on"),
        ("K0001", "sha256"),
        ("K0001", "number"),
        ("H0001", "kind"),
    ],
)
def test_what_tells_a_person_nothing_is_not_said(ref: str, name: str) -> None:
    assert said(ref, **{name: "x"}) == ""


def test_a_change_of_many_fields_is_shown_in_part(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine")
    told = cmd("undo", "--yes").err
    assert "more" in told
    assert max(line.count(": ") for line in told.splitlines()) <= 14
