"""A record of every kind, for ledgers in which no table is empty: one function a noun."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from safetyctl.ledger.writing import Transaction


def drill(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import drills
    from safetyctl.records.kept import enclose, void

    held = {
        "campus": places["东校区"], "theme": "火灾疏散", "held_on": date(2020, 3, 4), "participants": 960,
        "evacuated_in": 185, "leader": "李四", "problems": "集合偏慢",
    }  # fmt: skip
    enclose(tx, drills.DRILL, drills.add(tx, held), ledger, [file])
    void(tx, drills.DRILL, drills.add(tx, held), "重复登记")


def meeting(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import meetings
    from safetyctl.records.kept import enclose, void

    held = {
        "campus": places["东校区"], "kind": "risk-study", "title": "风险研判", "held_on": date(2020, 3, 2),
        "chair": "王五", "participants": "12人", "minutes": "校门口拥堵",
    }  # fmt: skip
    one = meetings.add(tx, held)
    enclose(tx, meetings.MEETING, one, ledger, [file])
    for what in ("更换应急灯", "疏导校门", "检查围墙"):
        meetings.decide(tx, one, {"what": what, "person": "李四", "due": date(2020, 3, 20)})
    kept = {"done_on": date(2020, 3, 5), "done_by": "赵六", "note": "已更换"}
    meetings.done(tx, *meetings.decision(tx, 1, 1), kept)
    meetings.drop(tx, *meetings.decision(tx, 1, 2), "已改道")
    void(tx, meetings.MEETING, meetings.add(tx, held | {"campus": None}), "重复登记")


def document(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import documents
    from safetyctl.records.kept import enclose, void

    filed = {
        "campus": places["东校区"], "category": "regulation", "title": "消防制度", "filed_on": date(2020, 3, 2),
        "document_no": "8号", "issuer": "教育处", "issued_on": date(2020, 2, 28), "keywords": "消防", "note": "初稿",
    }  # fmt: skip
    first = documents.add(tx, ledger, file, filed)
    enclose(tx, documents.DOCUMENT, first, ledger, [file])
    second = documents.add(
        tx, ledger, file, filed | {"effective_from": date(2020, 4, 1)}, replaces=first.number
    )
    void(tx, documents.DOCUMENT, documents.add(tx, ledger, file, filed | {"campus": None}), "重复登记")
    documents.edit(tx, second, {"note": "修订稿"})
    documents.add(tx, ledger, file, filed | {"category": "minutes", "title": "例会记录"})


def roster(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.plan.source import builtin
    from safetyctl.records import rosters
    from safetyctl.records.kept import enclose

    plan = builtin()
    holidays = rosters.holidays(plan)
    eve = rosters.holiday_with(holidays, ["spring-festival"], date(2020, 1, 20))
    lines = [
        rosters.Line(date(2020, 1, 24), "白班", "李四", "13900000000", "08:00", "17:00"),
        rosters.Line(date(2020, 1, 24), "夜班", "王五", "0513-83590000", "17:00", "08:00"),
        rosters.Line(date(2020, 1, 25), "带班", "赵六"),
    ]
    rosters.take(tx, eve, "东校区", places["东校区"], lines)
    one = rosters.take(tx, eve, "东校区", places["东校区"], lines, replace=True)
    enclose(tx, rosters.ROSTER, one, ledger, [file])
    rosters.drop(tx, one, 1)


def responsibility(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import people, responsibilities
    from safetyctl.records.kept import enclose, void

    held = {
        "campus": places["东校区"], "area": "fire", "item": "fire.01", "role": "总务主任",
        "person": people.uid_of(tx, "李四"), "since": date(2019, 12, 5),
    }  # fmt: skip
    one = responsibilities.assign(tx, held)
    enclose(tx, responsibilities.RESPONSIBILITY, one, ledger, [file])
    responsibilities.end(tx, one, date(2020, 3, 1))
    responsibilities.assign(tx, held | {"item": None, "role": None})
    wrong = responsibilities.assign(tx, held | {"area": "food", "item": None})
    void(tx, responsibilities.RESPONSIBILITY, wrong, "重复登记")


def activity(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import activities
    from safetyctl.records.kept import void

    planned = {
        "campus": places["东校区"], "kind": "outing", "title": "春游", "starts_on": date(2020, 4, 10),
        "ends_on": date(2020, 4, 11), "place": "植物园", "participants": 320,
        "leader": "李四", "teachers": "张三、王五",
    }  # fmt: skip
    one = activities.add(tx, planned)
    activities.take_plan(tx, one, ledger, file)
    activities.report(tx, one, date(2020, 3, 5), "e-mail", "12")
    void(tx, activities.ACTIVITY, activities.add(tx, planned | {"kind": "gathering"}), "重复登记")


def incident(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.plan.source import builtin
    from safetyctl.records import incident_steps as steps
    from safetyctl.records.incidents import INCIDENT
    from safetyctl.records.kept import enclose, void

    plan = builtin()
    occurred = datetime(2020, 3, 5, 4, 30, tzinfo=UTC)
    known = {
        "campus": places["东校区"], "kind": "food-poisoning", "occurred_at": occurred, "class_told_at": occurred,
        "known_at": occurred + timedelta(minutes=5), "place": "食堂", "what": "午餐后多人呕吐", "people": 5,
    }  # fmt: skip
    one = steps.add(tx, plan, known)
    enclose(tx, INCIDENT, one, ledger, [file])
    for minutes, authority in enumerate(("bureau", "health", "police"), 30):
        at = occurred + timedelta(minutes=minutes)
        said = {"told_by": "李四", "how": "电话"}
        steps.report(tx, plan, one, authority, at, said)
        steps.correct(tx, plan, one, authority, at + timedelta(minutes=1), "记错时间", {})
    steps.close(tx, plan, one, "食材存放不当", "家长已沟通")
    steps.edit(tx, plan, one, {"people": 6, "correction": "补报一人"})
    void(tx, INCIDENT, steps.add(tx, plan, known), "重复登记")


def education(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import education
    from safetyctl.records.kept import enclose, void

    held = {
        "campus": places["东校区"], "topic": "drowning", "form": "family", "held_on": date(2020, 3, 3),
        "reached": 420, "out_of": 431, "title": "防溺水", "grade": "四年级", "note": "家长会",
    }  # fmt: skip
    enclose(tx, education.EDUCATION, education.add(tx, held), ledger, [file])
    void(tx, education.EDUCATION, education.add(tx, held), "重复登记")
    education.add(
        tx, held | {"topic": None, "form": "platform", "grade": "三(2)班", "reached": 43, "out_of": 45}
    )


def training(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import trainings
    from safetyctl.records.kept import enclose, void

    held = {
        "campus": places["东校区"], "title": "灭火器使用", "held_on": date(2020, 3, 3), "attended": 58, "out_of": 61,
        "trainer": "王五", "minutes": 90, "note": "实操",
    }  # fmt: skip
    enclose(tx, trainings.TRAINING, trainings.add(tx, held), ledger, [file])
    void(tx, trainings.TRAINING, trainings.add(tx, held | {"campus": None}), "重复登记")


def inspection(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.ledger.words import ItemResult
    from safetyctl.plan.source import builtin
    from safetyctl.records import inspecting
    from safetyctl.records.inspecting import Finding
    from safetyctl.records.inspections import INSPECTION
    from safetyctl.records.kept import enclose, void

    began = {
        "campus": places["东校区"], "kind": "dragnet", "started_on": date(2020, 3, 4), "zones": "教学楼、食堂",
        "persons": "李四、王五", "note": "开学前",
    }  # fmt: skip
    one = inspecting.start(tx, began, [("fire", "fire.01"), ("fire", "fire.02"), ("practice", "practice")])
    enclose(tx, INSPECTION, one, ledger, [file])
    failed = Finding("fire.01", ItemResult.FAIL, "未留档", {"title": "消防档案不全"})
    inspecting.record(tx, builtin(), one, [failed, Finding("fire.02", ItemResult.PASS)], date(2020, 3, 5))
    inspecting.finish(tx, one, date(2020, 3, 5), partial=True)
    inspecting.amend(tx, builtin(), one, Finding("fire.02", ItemResult.NA, "无此项"), "看错楼栋")
    void(tx, INSPECTION, inspecting.start(tx, began | {"kind": "group"}, [("food", "food.01")]), "重复登记")


def supervision(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import supervisions
    from safetyctl.records.kept import enclose, void

    found = {
        "campus": places["东校区"], "aspect": "mechanism", "visited_on": date(2020, 3, 2), "finding": "例会不定期",
        "score": 80, "visitors": "王五、赵六", "correction": "每月一次例会", "due": date(2020, 3, 20),
        "person": "李四",
    }  # fmt: skip
    one = supervisions.add(tx, found)
    enclose(tx, supervisions.SUPERVISION, one, ledger, [file])
    supervisions.corrected(tx, one, {"corrected_on": date(2020, 3, 5), "corrected_note": "已建立制度"})
    void(tx, supervisions.SUPERVISION, supervisions.add(tx, found), "重复登记")


def accountability(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.records import accountability as accounts
    from safetyctl.records.kept import enclose, void

    told = {
        "campus": places["东校区"], "person": "李四", "what": "隐患两次逾期", "measure": "约谈",
        "decided_on": date(2020, 3, 4),
    }  # fmt: skip
    enclose(tx, accounts.ACCOUNTABILITY, accounts.add(tx, told), ledger, [file])
    void(tx, accounts.ACCOUNTABILITY, accounts.add(tx, told | {"campus": None}), "重复登记")


def mailing(tx: Transaction, places: Mapping[str, str], ledger: Path, file: Path) -> None:
    from safetyctl.ledger import store
    from safetyctl.ledger.words import MailState
    from safetyctl.plan.source import builtin
    from safetyctl.records import mailings

    plan, kept = builtin(), store.keep(ledger, file)
    sent = {
        "bundle": kept.name,
        "sha256": kept.sha256,
        "recipient": "office@example.org",
        "message_id": "<1@x>",
    }
    mailings.settle(tx, mailings.begin(tx, plan, sent, ()), MailState.REFUSED, "452 mailbox full")
    mailings.accept(tx, plan, places, mailings.begin(tx, plan, sent, ()), (), "250 taken")
    mailings.begin(tx, plan, sent, (), again=True)


LIVES = (
    inspection,
    activity,
    incident,
    drill,
    meeting,
    document,
    roster,
    responsibility,
    education,
    training,
    supervision,
    accountability,
    mailing,
)
