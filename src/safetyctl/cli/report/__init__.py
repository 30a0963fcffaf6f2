"""``safetyctl report …``: what goes out, and the proof that it went: a verb a kind, then the register."""

from safetyctl.ground.catalogue import N_

_PERIODIC = "safetyctl.cli.report.periodic"
_EVENTS = "safetyctl.cli.report.events"
_OCCASIONAL = "safetyctl.cli.report.occasional"
_CAMPAIGN = "safetyctl.cli.report.campaign"
_REGISTER = "safetyctl.cli.report.register"
_PROVING = "safetyctl.cli.report.proving"
_SENDING = "safetyctl.cli.report.sending"

VERBS: dict[str, tuple[str, str]] = {
    "weekly": (_PERIODIC, N_("Thursday's report: letter, ledger, page and data in one bundle.")),
    "monthly": (_PERIODIC, N_("The monthly safety report: the official table, nine areas, all other work.")),
    "upload": (_OCCASIONAL, N_("Last month's hazards, to be keyed into the province's platform.")),
    "roster": (_OCCASIONAL, N_("The duty rosters of a holiday.")),
    "materials": (_OCCASIONAL, N_("The materials of the first phase: meeting, plan, leading group, ledger.")),
    "summary": (
        _CAMPAIGN,
        N_("The campaign's summary: phases, areas, campuses, milestones, what stays open."),
    ),
    "supervision": (_CAMPAIGN, N_("The group's supervision: four aspects, corrections, accountability.")),
    "outing": (_EVENTS, N_("The report of an outing, with its contingency plan.")),
    "incident": (_EVENTS, N_("The report of an incident: first, follow-up, final.")),
    "submit": (_REGISTER, N_("Record that a report was handed in: that meets its duty.")),
    "send": (
        _SENDING,
        N_(
            "Send a bundle by e-mail: shows what goes where, and asks.\n\n"
            "What goes to the plan's mailbox is recorded as handed in; to any other address it is a copy, which meets"
            " no duty.\n\n"
            "E-mail is set up with SAFETYCTL_SMTP_HOST, _PORT, _SECURITY (tls, starttls, none), _USER, _PASSWORD,"
            " _FROM and _CA in the environment, or with a table [mail] in the config file."
        ),
    ),
    "list": (_REGISTER, N_("What was handed in, when and how.")),
    "verify": (_PROVING, N_("Whether a bundle is as it was written; exit 3 when it is not.")),
}
