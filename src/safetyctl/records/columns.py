"""The official columns of the hazard ledger (隐患排查整改台账), in their order.

One tuple serves the import template, the workbook of a report and a list written as csv. The serial number
(序号) that stands before them counts the rows of one document, and is no column of the ledger.
"""

from dataclasses import dataclass
from typing import Literal

from safetyctl.ground.catalogue import N_

Kind = Literal["text", "date", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``heading`` is looked up in the catalogue when it is shown.

    ``width`` is in characters of the default font, a Chinese one counting 2; ``core`` marks the columns that
    the form asks for in bold.
    """

    key: str
    heading: str
    width: int
    core: bool = False
    kind: Kind = "text"


COLUMNS = (
    Column("number", N_("Hazard number"), 9),
    Column("campus", N_("Campus"), 10, core=True),
    Column("found_on", N_("Found on"), 11, core=True, kind="date"),
    Column("source", N_("How found"), 10),
    Column("found_by", N_("Found by"), 9, core=True),
    Column("location", N_("Place of the hazard"), 16, core=True),
    Column("area", N_("Hazard category"), 14, core=True),
    Column("title", N_("Hazard content"), 34, core=True),
    Column("level", N_("Hazard level"), 7, core=True),
    Column("measure", N_("Rectification measure"), 28, core=True),
    Column("department", N_("Department responsible"), 12, core=True),
    Column("responsible", N_("Person responsible for rectification"), 10, core=True),
    Column("funds", N_("Rectification funds (10,000 yuan)"), 9, kind="number"),
    Column("due", N_("Rectification deadline"), 11, core=True, kind="date"),
    Column("interim", N_("Interim precautions"), 20),
    Column("contingency", N_("Contingency plan"), 14),
    Column("rectified_on", N_("Rectification completed on"), 11, core=True, kind="date"),
    Column("rectify_note", N_("How it was rectified"), 22),
    Column("verified_by", N_("Checked and accepted by"), 9, core=True),
    Column("verified_on", N_("Accepted on"), 11, core=True, kind="date"),
    Column("verify_note", N_("Opinion on acceptance"), 18, core=True),
    Column("closed_on", N_("Struck off on"), 11, core=True, kind="date"),
    Column("on_time", N_("Whether on time"), 6),
    Column("province_uploaded_on", N_("Uploaded to the province's system on"), 11, kind="date"),
    Column("photos", N_("Photographs before and after rectification"), 10),
    Column("remarks", N_("Remarks"), 18),
)

COMPUTED = (
    Column("status", N_("Stands at"), 9),
    Column("days_overdue", N_("Days overdue"), 6, kind="number"),
)
"""What our own workbooks show behind the official columns; it is worked out, and never read back."""
