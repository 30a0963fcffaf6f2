"""What the fields of a hazard are called: one word each, for messages, tables and forms."""

from collections.abc import Mapping

from safetyctl.ground.catalogue import N_, _

FIELDS: dict[str, str] = {
    "id": N_("No."),
    "campus": N_("campus"),
    "area": N_("area"),
    "item": N_("check item"),
    "title": N_("hazard"),
    "detail": N_("detail"),
    "location": N_("place"),
    "level": N_("level"),
    "source": N_("found through"),
    "found_on": N_("found on"),
    "found_by": N_("found by"),
    "responsible": N_("responsible person"),
    "department": N_("responsible department"),
    "measure": N_("measure"),
    "funds": N_("funds (10,000 yuan)"),
    "funds_yuan": N_("funds (10,000 yuan)"),
    "contingency": N_("contingency plan"),
    "interim": N_("interim precautions"),
    "due": N_("deadline"),
    "due_first": N_("first deadline"),
    "extensions": N_("extensions"),
    "status": N_("status"),
    "overdue": N_("overdue"),
    "days_overdue": N_("days overdue"),
    "deferred_to": N_("deferred to"),
    "escalated_on": N_("escalated on"),
    "escalated_to": N_("escalated to"),
    "supervised_by": N_("supervised by"),
    "rectified_on": N_("rectified on"),
    "rectified_by": N_("rectified by"),
    "rectify_note": N_("rectification"),
    "verified_on": N_("verified on"),
    "verified_by": N_("verified by"),
    "verify_note": N_("verification"),
    "closed_on": N_("closed on"),
    "closed_by": N_("closed by"),
    "on_time": N_("rectified on time"),
    "province_receipt": N_("platform receipt"),
    "province_uploaded_on": N_("uploaded on"),
    "void_reason": N_("void because"),
    "remarks": N_("remarks"),
    "by": N_("person"),
    "day": N_("day"),
    "note": N_("note"),
    "until": N_("new day"),
    "target": N_("addressee or receipt"),
    "name": N_("name"),
    "role": N_("role"),
    "telephone": N_("telephone"),
}


def labelled(fields: Mapping[str, str]) -> dict[str, str]:
    """The names of fields in the language in use."""
    return {field: _(text) for field, text in fields.items()}
