"""``safetyctl campaign …``: the plan in force: what it says, what it owes, and taking another one."""

from safetyctl.ground.catalogue import N_

_SHOWING = "safetyctl.cli.campaign.showing"
_CHECKING = "safetyctl.cli.campaign.checking"
_CHANGING = "safetyctl.cli.campaign.changing"

VERBS: dict[str, tuple[str, str]] = {
    "show": (_SHOWING, N_("The plan: phases, milestones, duties, readings, areas with their check items.")),
    "check": (_CHECKING, N_("Every duty of the plan, met or owed, and the milestones.")),
    "new": (
        _CHANGING,
        N_("Lay the plan over another year, with that year's weekdays, month ends and holidays."),
    ),
    "use": (_CHANGING, N_("Take a plan into force, or the one in force with other readings or days.")),
}
