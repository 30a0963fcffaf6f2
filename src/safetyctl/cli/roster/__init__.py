"""``safetyctl roster …``: who is on duty in the holidays (R16)."""

from safetyctl.ground.catalogue import N_

_FILES = "safetyctl.cli.roster.files"
_CHANGING = "safetyctl.cli.roster.changing"
_SHOWING = "safetyctl.cli.roster.showing"

VERBS: dict[str, tuple[str, str]] = {
    "template": (
        _FILES,
        N_("Write an empty roster for a holiday, with its days and the people to choose from."),
    ),
    "import": (_FILES, N_("Read the roster of a campus for a holiday: all of it or nothing.")),
    "add": (_CHANGING, N_("Put one person on the roster for a holiday.")),
    "list": (_SHOWING, N_("The rosters, and whether each was handed in.")),
    "show": (_SHOWING, N_("Show one roster, day by day.")),
    "check": (
        _SHOWING,
        N_("Days and shifts with nobody, people in two places, telephones that are missing."),
    ),
    "edit": (_CHANGING, N_("Correct one line of a roster.")),
    "drop": (_CHANGING, N_("Take one line off a roster.")),
    "void": (_CHANGING, N_("Make a roster void; its number is not used again.")),
    "attach": (_CHANGING, N_("Keep files with a roster, such as the signed copy.")),
}
