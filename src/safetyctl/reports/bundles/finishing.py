"""The last step before a report is written: its sums are proved, what was handed in is looked at, it is numbered."""

from dataclasses import replace

from safetyctl.ledger.connection import Snapshot
from safetyctl.reports.bundles.bundle import Report
from safetyctl.reports.bundles.editions import HandedIn, edition
from safetyctl.reports.bundles.reconciling import disagreements, require_sound


def finished(snapshot: Snapshot, report: Report) -> tuple[Report, HandedIn | None]:
    """The report as it may be written, and the edition of it that was handed in before, where there is one.

    It notes where it disagrees with other reports that were handed in.

    Raises CannotDo where its own sums do not hold.
    """
    require_sound(report)
    return edition(snapshot, replace(report, notes=disagreements(snapshot, report)))
