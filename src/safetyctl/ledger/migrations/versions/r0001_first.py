"""The first schema: campaigns, campuses, people, hazards with their steps, attachments, submissions, the journal.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# The journal only grows; what is edited behind the tool's back shows in `ledger verify`.
APPEND_ONLY = """
CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END
"""

# One row a hazard, as people ask for it. Whether it is overdue depends on the day and is not in it.
HAZARDS = """
CREATE VIEW hazards AS
SELECT h.number, h.uid, c.name AS campus, h.campus AS campus_uid, h.area, h.item, h.title, h.detail, h.location,
       h.level, h.source, h.inspection, h.found_on, h.found_by, h.responsible, h.department, h.measure,
       h.funds_yuan, h.contingency, h.due, h.due_first, h.due_given,
       (SELECT count(*) FROM step s WHERE s.hazard = h.uid AND s.kind IN ('extended', 'deferred')) AS extensions,
       h.status, h.interim, h.deferred_to, h.escalated_on, h.escalated_to, h.supervised_by,
       h.closed_on, h.closed_by, h.rectified_on, h.rectified_by, h.verified_on, h.verified_by,
       h.province_receipt, h.province_uploaded_on, h.void_reason, h.imported, h.remarks,
       (SELECT s.note FROM step s WHERE s.hazard = h.uid AND s.kind = 'rectified'
        ORDER BY s.uid DESC LIMIT 1) AS rectify_note,
       (SELECT s.note FROM step s WHERE s.hazard = h.uid AND s.kind IN ('passed', 'failed')
        ORDER BY s.uid DESC LIMIT 1) AS verify_note,
       (SELECT count(*) FROM attachment a WHERE a.hazard = h.uid) AS attachments,
       h.created_at, h.updated_at
FROM hazard h JOIN campus c ON c.uid = h.campus
"""


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(trim(code)) > 0", name="campaign_coded"),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "campus",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name="campus_named"),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("journal_by_change", "journal", ["change"], unique=False)
    op.create_index(
        "journal_removed",
        "journal",
        ["kind", "ref"],
        unique=False,
        sqlite_where=sa.text("body IS NULL"),
        postgresql_where=sa.text("body IS NULL"),
    )
    op.create_index("journal_by_record", "journal", ["kind", "uid"], unique=False)
    op.create_index("journal_by_ref", "journal", ["ref"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="journal_head_single"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "hazard",
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("funds_yuan", sa.Integer(), nullable=True),
        sa.Column("contingency", sa.String(), nullable=True),
        sa.Column("interim", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("remarks", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=True),
        sa.Column("due_first", sa.Date(), nullable=True),
        sa.Column("due_given", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("deferred_to", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("escalated_to", sa.String(), nullable=True),
        sa.Column("supervised_by", sa.String(), nullable=True),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("rectified_by", sa.String(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("province_receipt", sa.String(), nullable=True),
        sa.Column("province_uploaded_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.CheckConstraint("level IN ('general', 'major')", name="hazard_level"),
        sa.CheckConstraint(
            "source IN ('inspection', 'self-check', 'supervision', 'report', 'import')", name="hazard_source"
        ),
        sa.CheckConstraint(
            "status IN ('open', 'assigned', 'rectified', 'verified', 'closed', 'void')", name="hazard_status"
        ),
        sa.CheckConstraint(
            "status NOT IN ('void') OR length(trim(coalesce(void_reason, ''))) > 0",
            name="hazard_void_reasoned",
        ),
        sa.CheckConstraint("funds_yuan IS NULL OR funds_yuan >= 0", name="hazard_funds"),
        sa.CheckConstraint("length(trim(area)) > 0", name="hazard_placed"),
        sa.CheckConstraint("length(trim(title)) > 0", name="hazard_titled"),
        sa.CheckConstraint("number > 0", name="hazard_numbered"),
        sa.ForeignKeyConstraint(
            ["campus"],
            ["campus.uid"],
        ),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(
        "hazard_awaiting_by_due",
        "hazard",
        ["due"],
        unique=False,
        sqlite_where=sa.text("status IN ('open', 'assigned')"),
        postgresql_where=sa.text("status IN ('open', 'assigned')"),
    )
    op.create_index("hazard_by_campus", "hazard", ["campus", "status"], unique=False)
    op.create_index("hazard_by_found", "hazard", ["found_on"], unique=False)
    op.create_index(op.f("ix_hazard_fingerprint"), "hazard", ["fingerprint"], unique=False)
    op.create_table(
        "person",
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(trim(name)) > 0", name="person_named"),
        sa.ForeignKeyConstraint(
            ["campus"],
            ["campus.uid"],
        ),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index(op.f("ix_person_campus"), "person", ["campus"], unique=False)
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_table(
        "submission",
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(duty)) > 0", name="submission_dutied"),
        sa.CheckConstraint("number > 0", name="submission_numbered"),
        sa.CheckConstraint("sha256 IS NULL OR length(sha256) = 64", name="submission_hashed"),
        sa.ForeignKeyConstraint(
            ["campus"],
            ["campus.uid"],
        ),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("submission_by_duty", "submission", ["duty", "due"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("hazard", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('before', 'after', 'other')", name="attachment_kind"),
        sa.CheckConstraint("length(sha256) = 64", name="attachment_hashed"),
        sa.CheckConstraint("size >= 0", name="attachment_sized"),
        sa.CheckConstraint("length(trim(name)) > 0", name="attachment_named"),
        sa.ForeignKeyConstraint(
            ["hazard"],
            ["hazard.uid"],
        ),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index(op.f("ix_attachment_hazard"), "attachment", ["hazard"], unique=False)
    op.create_table(
        "step",
        sa.Column("hazard", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("was", sa.Date(), nullable=True),
        sa.Column("interim", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('found', 'assigned', 'rectified', 'passed', 'failed', 'closed', 'reopened', 'voided', 'extended', 'deferred', 'escalated', 'uploaded')",
            name="step_kind",
        ),
        sa.CheckConstraint(
            "kind NOT IN ('deferred') OR length(trim(coalesce(interim, ''))) > 0", name="step_interim"
        ),
        sa.CheckConstraint(
            """kind NOT IN ('extended', 'deferred') OR length(trim(coalesce("by", ''))) > 0""",
            name="step_approved",
        ),
        sa.CheckConstraint(
            "kind NOT IN ('escalated', 'uploaded') OR length(trim(coalesce(target, ''))) > 0",
            name="step_target",
        ),
        sa.CheckConstraint("kind NOT IN ('extended', 'deferred') OR until IS NOT NULL", name="step_until"),
        sa.CheckConstraint(
            "kind NOT IN ('voided', 'reopened', 'extended', 'deferred') OR length(trim(coalesce(note, ''))) > 0",
            name="step_reasoned",
        ),
        sa.ForeignKeyConstraint(
            ["hazard"],
            ["hazard.uid"],
        ),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("step_by_day", "step", ["day"], unique=False)
    op.create_index("step_by_hazard", "step", ["hazard", "kind"], unique=False)
    for verb in ("UPDATE", "DELETE"):
        op.execute(APPEND_ONLY.format(verb=verb))
    op.execute(HAZARDS)
