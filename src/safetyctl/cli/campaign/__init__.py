"""``safetyctl campaign …``: the plan in force: what it says, what it owes, and taking another one."""

from safetyctl.ground.catalogue import N_

_SHOWING = "safetyctl.cli.campaign.showing"

VERBS: dict[str, tuple[str, str]] = {
    "show": (_SHOWING, N_("The plan: phases, milestones, duties, readings, areas with their check items.")),
}
