"""How it went with the hazard of one row: its state, the days and words of its steps, what a re-inspection found.

Where the words of a row contradict each other, the one that is least far holds, and a note says so; words that are
not understood move nothing.
"""

import re
from datetime import date
from functools import partial
from typing import Any

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import fold
from safetyctl.intake.hazards.asked import Asked
from safetyctl.intake.hazards.dating import Dating
from safetyctl.intake.tables.line import Line
from safetyctl.intake.words import outcomes
from safetyctl.intake.words.cells import Cell, Unreadable, answer, is_filled, is_nothing, said
from safetyctl.intake.words.forms import STATUS
from safetyctl.intake.words.outcomes import Outcome, Verdict
from safetyctl.intake.words.synonyms import FINISHED, heading_key
from safetyctl.intake.workbook.table import Table

_STEPS = ("rectified_on", "verified_on", "closed_on")
OF_STATE = (STATUS, "rectify_note", "verify_note")
"""The columns that say in words how far it has come."""
_FARTHEST = (*reversed(FINISHED), "open")
_OF_WHICH = {"rectified": "rectified_on", "closed": "closed_on"}
_STRIKING_OFF = re.compile(rf"是否.*(?:{outcomes.STRUCK_OFF})|^(?:{outcomes.STRUCK_OFF})$")
_NOT_STRUCK_OFF = re.compile(rf"(?:还|尚|仍)?(?:未|没有?)(?:{outcomes.STRUCK_OFF})")
_NOTHING = Outcome(None)


class Course:
    """Reads how far the rows of one table have come; what words mean is remembered."""

    def __init__(self, table: Table, asked: Asked, dating: Dating) -> None:
        self._asked = asked
        self._dating = dating
        self._outcomes: dict[str, Outcome] = {}
        self._verdicts: dict[str, Verdict | None] = {}
        self._dated = [key for key in _STEPS if key in table.columns]
        self._noted = "rectify_note" in table.columns
        self._looked_at = "verify_note" in table.columns
        self._of_striking_off = _of_striking_off(table)
        self._of_shares = heading_key(_heading_of(table, STATUS)).endswith("进度")

    def state(self, line: Line) -> str | None:
        """What the ledger says of how far it has come: its own column for that, else the others together."""
        cell = line.cell(STATUS)
        if self._of_shares and isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._state_of_share(line, cell)
        if is_filled(cell) and not is_nothing(cell):
            line.keep(STATUS)
            text = _answered(line) or _text(cell)
            found = self._outcome(text).state
            if self._only_not_struck_off(line):
                return "rectified" if self._is_rectified(line) else "open"
            if found == "rectified":
                return "closed" if self._struck_off(text) else self._looked_at_since(line, text)
            if found is not None:
                return found
            if self._struck_off_on(line):
                return "closed"
            line.note(STATUS, lambda: _("it is not a state that is known"))
        return self._state_elsewhere(line) or self._state_in_deadline(line)

    def _state_of_share(self, line: Line, cell: float) -> str | None:
        """What a share says, which a cell shows as 100% and holds as 1."""
        share = f"{cell if self._dating.around.in_hundreds else cell * 100:g}%"
        line.keep_words(line.heading(STATUS), share)
        line.note(STATUS, lambda: _("it was read as {share}").format(share=share))
        return self._outcome(share).state

    def _state_elsewhere(self, line: Line) -> str | None:
        """What the columns say that are not the state's own; in these 已作废 is of a thing, not of the row."""
        told = self._told_by_days(line)
        noted, _day, plain = self._outcome(_text(line.cell("rectify_note"))) if self._noted else _NOTHING
        if noted == "open" and (plain or not any(line.says(key) for key in self._dated)):
            return noted
        looked_at = self._state_found(line) if self._looked_at else None
        said_so = [state for state in (noted if plain else None, looked_at, *told) if state]
        return next((state for state in _FARTHEST if state in said_so), None)

    def _told_by_days(self, line: Line) -> list[str | None]:
        """What stands where days of steps should: 待定 for a later step does not undo the day of the first."""
        told = [self._state_of_day(line.cell(key)) for key in self._dated]
        rectified = "rectified_on" in self._dated and self._is_day(line.cell("rectified_on"))
        return [state for state in told if not (rectified and state == "open")]

    def _struck_off(self, text: str) -> bool:
        """Whether it is the yes to the question whether it is struck off: 是否销号 是."""
        return self._of_striking_off and answer(text) is True

    def _struck_off_on(self, line: Line) -> bool:
        """Whether the day stands there on which it was struck off: 销号 2020.3.9."""
        return self._of_striking_off and self._is_day(line.cell(STATUS))

    def _looked_at_since(self, line: Line, text: str) -> str:
        """How far it has come that is rectified: 合格 of a re-inspection says more, but where one is waited for."""
        waits = outcomes.UNREVIEWED.search(fold(text)) is not None
        found = self._state_found(line) if self._looked_at and not waits else None
        return found if found in ("verified", "closed") else "rectified"

    def _only_not_struck_off(self, line: Line) -> bool:
        """Whether the state says no more than that it is not struck off: it may be rectified all the same."""
        text = _text(line.cell(STATUS))
        if not text or fold(text) in self._asked.map.states:
            return False
        return (self._of_striking_off and answer(text) is False) or _NOT_STRUCK_OFF.fullmatch(
            fold(text)
        ) is not None

    def _is_rectified(self, line: Line) -> bool:
        elsewhere = self._state_elsewhere(line)
        if elsewhere is not None:
            return elsewhere in FINISHED
        return any(self._is_day(line.cell(key)) for key in _STEPS if line.says(key))

    def _state_of_day(self, cell: Cell) -> str | None:
        """The state where a day should stand."""
        return self._outcome(cell).state if isinstance(cell, str) and cell else None

    def _state_found(self, line: Line) -> str | None:
        """What the words of a re-inspection say of the state; those that do not pass it say nothing here.

        What passes it in no word for a state is verified (符合要求), what is done and waits rectified (已改，待销号).
        """
        text = _text(line.cell("verify_note"))
        found = self._verdict(text) if text else None
        if found == "pending":
            done = self._outcome(outcomes.UNREVIEWED.sub(",", fold(text))).state
            return "rectified" if done in FINISHED else None
        return self._outcome(text).state or "verified" if found == "passed" else None

    def _state_in_deadline(self, line: Line) -> str | None:
        """The state where a deadline should stand, of a row that says none elsewhere: done is done."""
        cell = line.cell("due")
        found = self._state_of_day(cell) if isinstance(cell, str) and len(cell) > 1 else None  # no mere tick
        return found if found in FINISHED else None

    def _outcome(self, text: str) -> Outcome:
        if not text:
            return _NOTHING
        if text not in self._outcomes:
            self._outcomes[text] = outcomes.outcome(text, self._asked.known, self._asked.map.states)
        return self._outcomes[text]

    def _verdict(self, text: str) -> Verdict | None:
        if text not in self._verdicts:
            self._verdicts[text] = outcomes.verdict(text, self._asked.known, self._asked.map.states)
        return self._verdicts[text]

    def life(
        self, line: Line, found_on: date, state: str | None, by: str | None, ours: bool
    ) -> dict[str, Any]:
        """The steps since it was found; what belongs to a step that has no place here goes to the detail.

        ``by``: who looked at it; ``ours``: the row is one that we wrote, of which no words are read.
        """
        done = {key: self._dating.day(line, key, found_on) for key in _STEPS}
        if done["closed_on"] is None and state == "closed" and self._struck_off_on(line):
            done["closed_on"] = self._dating.day(line, STATUS, found_on)
        if not ours:
            self._in_words(line, found_on, state, done)
        failed = self._verdict(_text(line.cell("verify_note"))) == "failed" if self._looked_at else False
        if state == "open":
            self._not_yet(line, done, failed)
        elif state == "rectified" and self._only_not_struck_off(line):
            self._waits(line, done)
        texts = {key: line.text(key) for key in ("rectify_note", "verify_note")}
        if state != "open":
            self._look(line, texts["verify_note"], state, done, ours)
        if not ours:
            self._doubt(line, texts["rectify_note"], state, done)
        self._in_order(line, found_on, done)
        life: dict[str, Any] = {**done, **texts, "verified_by": by, "state": state, "failed": failed}
        for key, has_place in _places(done, state, failed).items():
            if life[key] is not None and not has_place:
                line.keep(key)
                life[key] = None
        return life

    def _in_words(self, line: Line, found_on: date, state: str | None, done: dict[str, date | None]) -> None:
        """The day of a step that stands among the words that say how it was rectified, or instead of them."""
        cell = line.cell("rectify_note")
        if not is_filled(cell):
            return
        share = isinstance(cell, float) and not cell.is_integer()  # 0.8: how much of it is done
        if not share and self._outcome(_text(cell)).state is None and self._is_day(cell):
            if done["rectified_on"] is None:
                done["rectified_on"] = self._dating.day(line, "rectify_note", found_on)
            day = done["rectified_on"]
            line.keep("rectify_note")
            if day:
                line.note(
                    "rectify_note",
                    lambda: _("a day stands there: it was taken as rectified on {day}").format(day=day),
                )
            return
        found = self._outcome(_text(cell))
        key = _OF_WHICH.get(found.state or "")
        if found.day and key and state in FINISHED and done[key] is None:
            done[key] = self._dating.day(line, "rectify_note", found_on, written=found.day)

    def _is_day(self, cell: Cell) -> bool:
        try:
            return self._dating.of(cell) is not None
        except Unreadable:
            return False

    @staticmethod
    def _not_yet(line: Line, done: dict[str, date | None], failed: bool) -> None:
        """What is not rectified has no days of its steps, but for that on which a re-inspection failed."""
        for key, day in done.items():
            if day and not (failed and key == "verified_on"):
                line.keep(key)
                line.note(key, lambda: _("the ledger says that it is not yet rectified"))
                done[key] = None

    @staticmethod
    def _waits(line: Line, done: dict[str, date | None]) -> None:
        """What the ledger says is not struck off is not closed by the day on which it was looked at."""
        for key in ("verified_on", "closed_on"):
            if done[key]:
                line.keep(key)
                line.note(
                    key, lambda: _("the ledger says that it is not struck off: it waits to be verified")
                )
                done[key] = None

    def _look(
        self, line: Line, words: str | None, state: str | None, done: dict[str, date | None], ours: bool
    ) -> None:
        """Note a re-inspection that failed; one of which the words do not say that it passed closes nothing."""
        found = self._verdict(_text(line.cell("verify_note"))) if words is not None else "passed"
        settled = done["closed_on"] is not None or state in ("closed", "verified")
        if found == "failed":
            line.note("verify_note", _failed_but_closed if settled else _failed)
        if found in ("passed", "failed") or settled or ours:
            return
        if done["verified_on"] is not None or found is None:
            line.note("verify_note", lambda: _("it does not say that it passed: it was not taken as closed"))
        if done["verified_on"] is not None:
            line.keep("verified_on")
            done["verified_on"] = None

    def _doubt(self, line: Line, words: str | None, state: str | None, done: dict[str, date | None]) -> None:
        """Note words that should say how far it has come and are not understood, where nothing else says it."""
        if words is None:
            return
        if any(done.values()) or state in FINISHED:
            if self._outcome(_text(line.cell("rectify_note"))).state == "open" and not line.says(STATUS):
                line.note("rectify_note", lambda: _("it says that something is still to be done"))
            return
        if state is not None or line.says(STATUS):
            return
        line.note(
            "rectify_note", lambda: _("it does not say that it is rectified: it was taken as not rectified")
        )

    @staticmethod
    def _in_order(line: Line, found_on: date, done: dict[str, date | None]) -> None:
        """Note each step that lies before the one that it follows."""
        before = found_on
        for key in _STEPS:
            day = done[key]
            if day is not None and day < before:
                line.note(key, partial(_too_early, before))
            before = day or before


def _of_striking_off(table: Table) -> bool:
    """Whether the column of the state asks whether it is struck off: 是否销号. 销号情况 may be of any state."""
    return (
        STATUS not in table.joined
        and _STRIKING_OFF.search(heading_key(_heading_of(table, STATUS))) is not None
    )


def _answered(line: Line) -> str | None:
    """What is answered with yes, of several columns that are answered with yes and no: 整改完成 是 | 销号 否."""
    answers = [(part, cell, answer(_text(cell))) for part, cell in line.parts(STATUS) if is_filled(cell)]
    agreed = [f"{part}：{said(cell)}" for part, cell, yes in answers if yes]
    denied = [part for part, _cell, yes in answers if yes is False]
    return "；".join(agreed) if agreed and len(agreed) + len(denied) == len(answers) else None


def _heading_of(table: Table, key: str) -> str:
    return table.headings.get(table.columns.get(key, 0), "").strip()


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else said(cell)


def _failed() -> str:
    return _("it says that it did not pass: it was not taken as closed")


def _failed_but_closed() -> str:
    return _("it says that it did not pass, and the ledger that it is closed")


def _too_early(before: date) -> str:
    return _("it lies before the step before it, on {day}").format(day=before)


def _places(done: dict[str, date | None], state: str | None, failed: bool) -> dict[str, bool]:
    """Which words have a place in a step."""
    return {
        "rectify_note": bool(done["rectified_on"]) or state in FINISHED,
        "verify_note": bool(done["verified_on"]) or state == "verified" or failed,
        "verified_by": bool(done["verified_on"] or done["closed_on"])
        or state in ("verified", "closed")
        or failed,
    }
