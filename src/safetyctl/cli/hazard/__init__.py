"""``safetyctl hazard …``: the verbs in the order in which a hazard lives, each with its module."""

from safetyctl.ground.catalogue import N_

_CHANGING = "safetyctl.cli.hazard.changing"
_ASKING = "safetyctl.cli.hazard.asking"
_STEPS = "safetyctl.cli.hazard.steps"
_FILES = "safetyctl.cli.hazard.files"
_TAKING = "safetyctl.cli.hazard.taking"

VERBS: dict[str, tuple[str, str]] = {
    "add": (_CHANGING, N_("Register a hazard that was found.")),
    "list": (_ASKING, N_("List hazards, narrowed as you like.")),
    "show": (_ASKING, N_("Show one hazard, its steps and what comes next.")),
    "history": (_ASKING, N_("Show who changed what about a hazard, and when.")),
    "edit": (_CHANGING, N_("Correct what a hazard says.")),
    "attach": (_CHANGING, N_("Keep photographs or files with a hazard.")),
    "assign": (_STEPS, N_("Say who rectifies it, how, and by when.")),
    "rectify": (_STEPS, N_("Report that it has been rectified.")),
    "verify": (_STEPS, N_("Verify the rectification; passing closes a general hazard.")),
    "close": (_STEPS, N_("Strike a verified major hazard off: the group's own act.")),
    "extend": (_STEPS, N_("Give a general hazard a later deadline, with a reason.")),
    "defer": (_STEPS, N_("Defer a major hazard that outside causes hold up, with precautions.")),
    "escalate": (_STEPS, N_("Ask the group or an authority above for help.")),
    "reopen": (_STEPS, N_("Take up a closed hazard again.")),
    "void": (_STEPS, N_("Declare that a record is no hazard; its number is not used again.")),
    "upload": (_STEPS, N_("Mark hazards as entered in the province's platform.")),
    "import": (_TAKING, N_("Read a ledger that a school keeps in a workbook.")),
    "template": (_FILES, N_("Write an empty ledger to fill in, with drop-downs.")),
    "common": (_ASKING, N_("The same trouble at several campuses.")),
    "export": (_FILES, N_("Write hazards to a file: .xlsx, .csv or .json.")),
}
