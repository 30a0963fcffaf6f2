"""``safetyctl inspection …``: the verbs in the order in which an inspection goes, each with its module."""

from safetyctl.ground.catalogue import N_

_CHANGING = "safetyctl.cli.inspection.changing"
_ASKING = "safetyctl.cli.inspection.asking"
_RESULTS = "safetyctl.cli.inspection.results"
_FILES = "safetyctl.cli.inspection.files"

VERBS: dict[str, tuple[str, str]] = {
    "start": (_CHANGING, N_("Start an inspection of a campus: areas, zones and persons.")),
    "record": (_RESULTS, N_("Record what was found of check items; what failed becomes a hazard.")),
    "import": (_FILES, N_("Read a checklist that was filled in, or a ledger of inspections.")),
    "finish": (_RESULTS, N_("Finish an inspection; what was not looked at is named.")),
    "list": (_ASKING, N_("List inspections, narrowed as you like.")),
    "show": (_ASKING, N_("Show one inspection: areas, what failed, what is missing.")),
    "edit": (_CHANGING, N_("Correct what an unfinished inspection says.")),
    "amend": (_RESULTS, N_("Correct a result of a finished inspection, with the reason.")),
    "attach": (_CHANGING, N_("Keep photographs or files with an inspection.")),
    "void": (_CHANGING, N_("Make an inspection void; its hazards stay.")),
    "feedback": (_FILES, N_("Write the notice to the campus: what was found, who rectifies, by when.")),
}
