"""Uids tell the order in which things were made, whoever made them."""

from time import time_ns
from uuid import UUID

from safetyctl.ledger.tables.fields import new_uid


def milliseconds(uid: str) -> int:
    return UUID(uid).int >> 80


def test_they_are_of_version_7_and_in_the_order_of_making() -> None:
    made = [new_uid() for _number in range(20_000)]
    assert made == sorted(set(made))
    assert {(UUID(uid).version, UUID(uid).variant) for uid in made} == {(7, "specified in RFC 4122")}


def test_many_made_at_once_do_not_run_ahead_of_the_clock() -> None:
    """Else what another process does after a large import would seem to lie before it."""
    last = [new_uid() for _number in range(20_000)][-1]
    assert milliseconds(last) <= time_ns() // 1_000_000
