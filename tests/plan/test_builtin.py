"""The plan that is shipped: complete, in both languages, own-worded, without personal data."""

import re
from collections.abc import Iterator
from datetime import date

from safetyctl.plan.model import DUTY_KINDS, Plan, Words

CODES_OF_THE_CONTRACT = {
    *("weekly-report", "monthly-upload", "monthly-safety-report", "holiday-roster", "mobilisation-materials"),
    *("monthly-drill", "risk-study", "new-round-inspection", "sustained-inspection", "group-supervision"),
    *("final-summary", "outing-report", "incident-report"),
}
AREAS = [
    *("lab", "fire", "security", "traffic", "food", "disease", "building", "risk", "education", "practice"),
]


def all_words(value: object) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from all_words(part)


def test_every_requirement_and_every_named_code_is_there(plan: Plan) -> None:
    assert {duty.requirement for duty in plan.duties} == {f"R{number}" for number in range(1, 22)}
    assert {duty.code for duty in plan.duties} >= CODES_OF_THE_CONTRACT
    assert {duty.kind for duty in plan.duties} == set(DUTY_KINDS)


def test_all_twenty_readings(plan: Plan) -> None:
    assert [one.id for one in plan.readings] == [f"A{number}" for number in range(1, 21)]


def test_ten_areas_with_about_eighty_items_and_none_for_practice(plan: Plan) -> None:
    assert [area.code for area in plan.areas] == AREAS
    assert 75 <= sum(len(area.items) for area in plan.areas) <= 90
    assert plan.areas[-1].items == ()
    for number, area in enumerate(plan.areas[:9], 1):
        assert {item.clause for item in area.items} == {f"1.{number}"}
        assert [item.code for item in area.items] == [
            f"{area.code}.{place:02d}" for place in range(1, len(area.items) + 1)
        ]


def test_every_text_is_in_both_languages(plan: Plan) -> None:
    found = list(all_words(plan))
    assert len(found) > 250
    for words in found:
        assert re.search(r"[\u4e00-\u9fff]", words.zh), words
        assert not re.search(r"[\u4e00-\u9fff]", words.en), words


def test_titles_of_items_are_short_and_differ(plan: Plan) -> None:
    items = [item for area in plan.areas for item in area.items]
    assert len({item.title.zh for item in items}) == len(items)
    assert max(len(item.title.zh) for item in items) <= 14


def test_the_rules_hold_no_personal_data(plan: Plan, text: str) -> None:
    organisation = plan.organisation
    private = [organisation.channel.mailbox, organisation.channel.telephone, organisation.name.zh]
    private += [name for role in organisation.roles for name in role.names]
    assert len(private) > 10
    assert not [one for one in private if one in text]


def test_phases_and_milestones(plan: Plan) -> None:
    assert [(one.start, one.last) for one in plan.phases] == [
        (date(2019, 12, 1), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2020, 9, 30)),
        (date(2020, 10, 1), date(2020, 12, 31)),
    ]
    assert [one.due for one in plan.milestones] == [date(2019, 12, 31), date(2020, 3, 31), date(2020, 9, 30)]
    assert (plan.allowance.general, plan.allowance.major) == (15, 30)


def test_looking_things_up(plan: Plan) -> None:
    found = plan.phase_on(date(2020, 9, 30))
    assert found is not None
    assert found.number == 2
    assert plan.phase_on(date(2021, 1, 1)) is None
    item = plan.item("fire.01")
    assert item is not None
    assert item.clause == "1.2"
    assert plan.item("fire.99") is None
    assert plan.item("nowhere.01") is None
    assert plan.area("fire.01") == plan.area("fire")
    assert plan.duty("weekly-report").requirement == "R14"
    assert plan.title.said("en") != plan.title.said("zh")
