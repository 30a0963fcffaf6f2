"""The group's campuses and the plan that the ledger follows; making a ledger from them."""

from collections.abc import Sequence
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


def current_plan(asks: Asks) -> Plan:
    """The plan that the ledger follows now. Raises LedgerDamaged where it has none."""
    found = asks.rows("SELECT plan FROM campaign ORDER BY adopted_on DESC, uid DESC LIMIT 1")
    if not found:
        raise LedgerDamaged(_("The ledger holds no plan."), hint=_("Look with: safetyctl ledger verify"))
    return plan_from_json(found[0][0])


def plan_fingerprint(asks: Asks) -> str:
    """sha256 of the plan in force, for a bundle's manifest."""
    return str(asks.rows("SELECT sha256 FROM campaign ORDER BY adopted_on DESC, uid DESC LIMIT 1")[0][0])


def campuses(asks: Asks) -> dict[str, str]:
    """The campuses in the group's order: name → uid."""
    return dict(asks.rows("SELECT name, uid FROM campus ORDER BY position"))


def create_ledger(path: Path, plan: Plan, names: Sequence[str], by: "Hand", dry_run: bool = False) -> None:
    """Make a ledger at ``path`` with a plan and its campuses; everything else comes in by commands.

    It appears under its name complete or not at all.

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
        tx.save("init", plan.code, Campaign(code=plan.code, plan=text, sha256=digest, adopted_on=by.day))


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
