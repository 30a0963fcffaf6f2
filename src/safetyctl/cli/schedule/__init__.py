"""``safetyctl schedule …``: what cron does, and the entries that make it do so."""

from safetyctl.ground.catalogue import N_

_ENTRIES = "safetyctl.cli.schedule.entries"

VERBS: dict[str, tuple[str, str]] = {
    "run": (
        "safetyctl.cli.schedule.running",
        N_(
            "Write the reports that are due and not yet written, and the day's backup.\n\n"
            "It says in one line what it did, and nothing where there was nothing to do. Running it twice, late, or"
            " two at once does no harm.\n\n"
            "A report is written on the last workday on or before its due day, with all that the ledger holds at that"
            " hour: so let it run in the afternoon. Weeks that were missed are made up for, each as of its due day."
            " What is in the outbox already, submitted or waived is not written again.\n\n"
            "The backup of the day is restored on trial before it counts; older ones stay. How the last run ended is"
            " shown by: safetyctl status"
        ),
    ),
    "crontab": (
        _ENTRIES,
        N_(
            "Print the lines that run it every day under cron.\n\n"
            "Once a day is enough, since it makes up for days off. The hour is in the afternoon: Thursday's report"
            " then holds Thursday's work, and there is time to send it."
        ),
    ),
    "systemd": (
        _ENTRIES,
        N_(
            "Print the service and the timer that run it every day under systemd.\n\n"
            "A run that was missed while the machine was off is made up for when it is on again."
        ),
    ),
}
