"""``safetyctl report …``: what goes out, and the proof that it went: a verb a kind, then the register."""

from safetyctl.ground.catalogue import N_

_PERIODIC = "safetyctl.cli.report.periodic"
_OCCASIONAL = "safetyctl.cli.report.occasional"
_CAMPAIGN = "safetyctl.cli.report.campaign"
_REGISTER = "safetyctl.cli.report.register"
_SENDING = "safetyctl.cli.report.sending"

VERBS: dict[str, tuple[str, str]] = {
    "weekly": (_PERIODIC, N_("Thursday's report: letter, ledger, page and data in one bundle.")),
    "monthly": (_PERIODIC, N_("The monthly safety report: the official table, nine areas, all other work.")),
    "summary": (
        _CAMPAIGN,
        N_("The campaign's summary: phases, areas, campuses, milestones, what stays open."),
    ),
    "supervision": (_CAMPAIGN, N_("The group's supervision: four aspects, corrections, accountability.")),
    "submit": (_REGISTER, N_("Record that a report was handed in: that meets its duty.")),
    "send": (_SENDING, N_("Send a bundle by e-mail: shows what goes where, and asks.")),
    "list": (_REGISTER, N_("What was handed in, when and how.")),
    "verify": (_REGISTER, N_("Whether a bundle is as it was written; exit 3 when it is not.")),
}
