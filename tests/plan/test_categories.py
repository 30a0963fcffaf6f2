"""The categories of the archive: read from the plan, kept with it, and absent from plans kept before."""

import json

import pytest

from safetyctl.ground.files import shipped
from safetyctl.plan.files import FileBroken
from safetyctl.plan.model import Plan
from safetyctl.plan.source import read_plan
from safetyctl.plan.stored import plan_from_json, plan_json
from safetyctl.records.documents import categories

TEXT = shipped("plan.toml").read_text("utf-8")


def test_every_duty_that_documents_show_has_its_category(plan: Plan) -> None:
    codes = [one.code for one in plan.archive]
    wanted = {code for duty in plan.duties if duty.evidence == "documents" for code in duty.of}
    assert wanted == {"leading-group", "regulation", "evaluation"}
    assert wanted <= set(codes)
    required = {one.code: one.required for one in plan.archive}
    assert required["regulation"] == ("group", "campus")
    assert required["evaluation"] == ("group",)
    assert required["report"] == ("campus",)
    assert required["other"] == ()


def test_they_are_kept_with_the_plan(plan: Plan) -> None:
    again = plan_from_json(plan_json(plan))
    assert again.archive == plan.archive
    assert categories(again) == plan.archive


def test_a_plan_kept_before_has_the_built_in_ones(plan: Plan) -> None:
    value = json.loads(plan_json(plan))
    del value["archive"]
    old = plan_from_json(json.dumps(value))
    assert old.archive == ()
    assert categories(old) == plan.archive


FIRST = TEXT[TEXT.index("[[archive]]") :].split("\n\n")[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "leading-group"', 'code = "regulation"', "there twice"),
        ('code = "leading-group"', 'code = "Leading Group"', "not a code"),
        ('clause = "2.1(1), 2.5(3)"', 'clause = "2.1(1)"\ncolour = 1', "not known here"),
        ('required = ["group", "campus"]', 'required = ["school"]', "cannot be school"),
        ('clause = "2.1(1), 2.5(3)"', "", "clause is missing"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, told: str) -> None:
    assert old in FIRST
    with pytest.raises(FileBroken, match=told):
        read_plan(TEXT.replace(FIRST, FIRST.replace(old, new)), None, "plan.toml")
