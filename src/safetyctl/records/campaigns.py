"""The group's campuses and the plan that the ledger follows; making a ledger from them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, LedgerDamaged
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Plan
from safetyctl.plan.stored import plan_from_json

if TYPE_CHECKING:
    from safetyctl.ledger.writing import Hand


def plans(asks: Asks) -> list[Plan]:
    """The plans that the ledger has followed, by the day on which they start. Raises LedgerDamaged for none."""
    found = [plan_from_json(row[0]) for row in asks.rows("SELECT plan FROM campaign")]
    if not found:
        raise LedgerDamaged(_("The ledger holds no plan."), hint=_("Look with: safetyctl ledger verify"))
    return sorted(found, key=lambda plan: (plan.start, plan.code))


def plan_on(asks: Asks, day: date) -> Plan:
    """The plan in force on a day: the last that has begun by then and has not ended, else the one that ended last.

    Before any has begun it is the first. Records belong to days, so each day has the plan of its own campaign.
    """
    return in_force(plans(asks), day)


def in_force(found: Sequence[Plan], day: date) -> Plan:
    """Of the plans in their order, the one in force on a day."""
    begun = [plan for plan in found if plan.start <= day] or found[:1]
    running = [plan for plan in begun if day < plan.end]
    return running[-1] if running else max(begun, key=lambda plan: plan.end)


def plan_fingerprint(asks: Asks, plan: Plan) -> str:
    """sha256 of a plan that the ledger follows, for a bundle's manifest."""
    return str(asks.rows("SELECT sha256 FROM campaign WHERE code = ?", (plan.code,))[0][0])


def campuses(asks: Asks) -> dict[str, str]:
    """The campuses in the group's order: name → uid."""
    return dict(asks.rows("SELECT name, uid FROM campus ORDER BY position"))


def joined(asks: Asks) -> dict[str, date]:
    """The campuses that came to the group later, with the day: what was due before it they do not owe."""
    rows = asks.rows("SELECT name, joined_on FROM campus WHERE joined_on IS NOT NULL")
    return {name: date.fromisoformat(day) for name, day in rows}


def campus_word(campus: str) -> str:
    """What a campus is called; ``*`` is the group."""
    return _("the group") if campus == GROUP else campus


def create_ledger(
    path: Path, plan: Plan, names: Sequence[str], by: "Hand", dry_run: bool = False, source: str | None = None
) -> None:
    """Make a ledger at ``path`` with a plan and its campuses; everything else comes in by commands.

    ``source`` is the plan's TOML with all that it needs inside, for later campaigns and other readings; None stands
    for the built-in one. The ledger appears under its name complete or not at all.

    Raises:
        BadInput: no campus, the same campus twice, or something is at ``path`` already.
        OSError: the folder cannot be written, or the disk is full.
    """
    from hashlib import sha256

    from safetyctl.ledger.schema import creating
    from safetyctl.ledger.tables.campaign import Campaign
    from safetyctl.ledger.tables.campus import Campus, CampusDraft
    from safetyctl.ledger.writing import drafted, write
    from safetyctl.plan.stored import plan_json

    _require_campuses(names)
    text = plan_json(plan)
    with creating(path, keep=not dry_run) as draft, write(draft, by) as tx:
        tx.note("init", "schema", "schema", {"sha256": tx.schema_sha256()})
        for position, name in enumerate(names, start=1):
            campus = drafted(CampusDraft, {"name": name, "position": position})
            tx.save("init", campus.name, Campus(**campus.model_dump()))
        digest = sha256(text.encode()).hexdigest()
        tx.save(
            "init",
            plan.code,
            Campaign(code=plan.code, plan=text, sha256=digest, adopted_on=by.day, source=source),
        )


def _require_campuses(names: Sequence[str]) -> None:
    if not names:
        raise BadInput(
            _("A ledger needs at least one campus."), hint=_("Name each: --campus 东校区 --campus 西校区")
        )
    if GROUP in names:
        raise BadInput(_("A campus cannot be called {name}: that stands for the group.").format(name=GROUP))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(_("The campus {name} is named twice.").format(name=listed(twice)))
