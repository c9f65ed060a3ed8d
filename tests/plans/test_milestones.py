"""Milestones of a target: on the way, fixed once agreed, dropped by a change that leaves them behind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Account, TimelineEvent
from plans import actions
from plans.accepting import AlreadyAgreed
from plans.forms.milestones import MilestonesField
from plans.milestones import MOST, read_milestones
from plans.models import RoiTarget
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
START = TODAY - timedelta(days=100)
SAID: dict[str, Any] = {
    "metric": "Minutes at the dock", "unit": "minutes", "direction": "lower", "baseline": Decimal(40),
    "baseline_on": START, "target": Decimal(20), "due_on": START + timedelta(days=200),
}  # fmt: skip


def after(days: int) -> date:
    return START + timedelta(days=days)


def point(days: int, value: str) -> dict[str, Any]:
    return {"on": after(days), "value": Decimal(value)}


def kept(*points: tuple[int, str]) -> list[dict[str, str]]:
    return [{"on": after(days).isoformat(), "value": value} for days, value in points]


def written(account: Account, by: User, *points: dict[str, Any]) -> RoiTarget:
    return actions.add_target(account=account, by=by, at=NOON, **SAID, milestones=list(points))


def agreed(account: Account, by: User, *points: dict[str, Any]) -> RoiTarget:
    row = written(account, by, *points)
    return actions.agree_target(target=row, contact=make_contact(account), on=TODAY, by=by, at=NOON)


def moved(row: RoiTarget, by: User, **goal: Any) -> RoiTarget:
    change = actions.ask_change(
        account=row.account, target=row, after=goal, asked_on=TODAY, effect="Later", by=by, at=NOON,
        contact=make_contact(row.account),
    )  # fmt: skip
    actions.decide_change(change=change, decision="accepted", on=TODAY, by=by, at=NOON)
    row.refresh_from_db()
    return row


def test_milestones_are_kept_in_the_order_of_their_days(vela: Account, lena: User) -> None:
    row = written(vela, lena, point(150, "28.50"), point(100, "36"))
    row.refresh_from_db()
    assert row.milestones == kept((100, "36"), (150, "28.5"))
    assert [one.value for one in row.goal.line] == [40, 36, Decimal("28.5"), 20]


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([(0, "36")], "after the baseline and before the target is due"),
        ([(200, "36")], "after the baseline and before the target is due"),
        ([(100, "41")], "between the baseline and the target"),
        ([(100, "19.9")], "between the baseline and the target"),
        ([(100, "30"), (150, "31")], "leads back"),
        ([(100, "30"), (100, "29")], "two milestones"),
        ([(100, "NaN")], "cannot be less"),
        ([(100, "1.23456")], "more than 4 decimals"),
        ([(day, "30") for day in range(1, MOST + 2)], "More than 24"),
    ],
)
def test_a_milestone_beside_the_way_is_refused_and_nothing_is_kept(
    vela: Account, lena: User, points: list[tuple[int, str]], words: str
) -> None:
    with pytest.raises(InputRefused, match=words) as refusal:
        written(vela, lena, *(point(*one) for one in points))
    assert refusal.value.field == "milestones" and not RoiTarget.objects.exists()


@pytest.mark.parametrize(
    "said", [["x"], [{"on": "2026-13-01", "value": 1}], [{"on": None, "value": 1}], [{}]]
)
def test_what_is_no_milestone_is_refused_in_words(said: list[Any]) -> None:
    with pytest.raises(InputRefused):
        read_milestones(said, "milestones")


def test_a_proposed_target_cannot_be_moved_before_its_milestones(vela: Account, lena: User) -> None:
    row = written(vela, lena, point(150, "30"))
    with pytest.raises(InputRefused) as refusal:
        actions.edit_target(
            target=row, changes={"due_on": after(150)}, by=lena, at=NOON, expected_version=None
        )
    assert refusal.value.field == "milestones"
    both = {"due_on": after(150), "milestones": []}
    assert actions.edit_target(target=row, changes=both, by=lena, at=NOON, expected_version=None).version == 2


def test_once_agreed_milestones_stay(vela: Account, lena: User) -> None:
    row = agreed(vela, lena, point(100, "36"))
    for changes in ({"milestones": []}, {"milestones": [point(100, "35")]}):
        with pytest.raises(AlreadyAgreed):
            actions.edit_target(target=row, changes=changes, by=lena, at=NOON, expected_version=None)
    same = {"milestones": [point(100, "36.0")]}
    assert actions.edit_target(
        target=row, changes=same, by=lena, at=NOON, expected_version=None
    ).milestones == kept((100, "36"))


def test_a_change_says_before_it_is_decided_what_it_leaves_behind(vela: Account, lena: User) -> None:
    row = agreed(vela, lena, point(100, "36"), point(160, "25"))
    ask = {"account": vela, "target": row, "asked_on": TODAY, "effect": "Later", "by": lena, "at": NOON,
           "contact": make_contact(vela)}  # fmt: skip
    sooner = actions.ask_change(**ask, after={"due_on": after(150)})
    assert sooner.leaves_behind() == kept((160, "25"))
    assert actions.ask_change(**ask, after={"target": Decimal(30)}).leaves_behind() == kept((160, "25"))
    assert actions.ask_change(**ask, after={"due_on": after(300)}).leaves_behind() == []
    words = {**ask, "target": None, "what": "Rooms", "scope_before": "10", "after": {"scope": "12"}}
    assert actions.ask_change(**words).leaves_behind() == []


def test_a_change_drops_the_milestones_it_leaves_behind_and_says_so(vela: Account, lena: User) -> None:
    row = agreed(vela, lena, point(100, "36"), point(130, "32"), point(160, "25"))
    assert moved(row, lena, due_on=after(160)).milestones == kept((100, "36"), (130, "32"))
    told = TimelineEvent.objects.filter(account=vela, kind="change_accepted").latest("id")
    assert f"No longer on the way: {after(160):%-d %b %Y}" in told.text
    assert moved(row, lena, target=Decimal(35)).milestones == kept((100, "36"))
    assert moved(row, lena, due_on=after(300)).milestones == kept((100, "36")), "what is gone stays gone"


@pytest.mark.parametrize(
    "points",
    [
        [(0, "36")], [(200, "36")], [(100, "41")], [(100, "19")], [(100, "30"), (150, "31")],
        [(150, "30"), (100, "30")], [(100, "30"), (100, "29")],
    ],
)  # fmt: skip
def test_the_database_refuses_what_lies_beside_the_way(
    vela: Account, lena: User, points: list[tuple[int, str]]
) -> None:
    row = written(vela, lena)
    with pytest.raises(IntegrityError, match="milestones lie on the way"), transaction.atomic():
        RoiTarget.objects.filter(pk=row.pk).update(milestones=kept(*points))


@pytest.mark.parametrize("said", ['{"on": 1}', '"x"', "[1]", '[{"on": "2026-10-01"}]'])
def test_the_database_refuses_what_is_no_list_of_milestones(vela: Account, lena: User, said: str) -> None:
    row = written(vela, lena)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as asked:
        asked.execute("UPDATE plans_roitarget SET milestones = %s::jsonb WHERE id = %s", [said, row.pk])


def test_the_database_keeps_milestones_that_were_agreed(vela: Account, lena: User) -> None:
    row = agreed(vela, lena, point(100, "36"))
    for other in ([], kept((100, "35")), kept((100, "36"), (150, "30"))):
        with pytest.raises(IntegrityError, match="keeps its milestones"), transaction.atomic():
            RoiTarget.objects.filter(pk=row.pk).update(milestones=other)


def test_people_write_a_day_and_a_figure_a_line() -> None:
    field = MilestonesField()
    said = field.clean("31/01/2027: 36,5\n\n2026-12-31 38\n")
    assert said == [{"on": "2026-12-31", "value": "38"}, {"on": "2027-01-31", "value": "36.5"}]
    assert field.prepare_value(said) == "2026-12-31 38\n2027-01-31 36.5"
    assert not field.has_changed(said, "2027-01-31 36.50\n31.12.2026 38")
    assert field.clean(field.prepare_value([{"on": "2027-01-31", "value": "1.234"}]))[0]["value"] == "1.234"
    assert field.clean("") == [] and not field.has_changed([], "")


@pytest.mark.parametrize(
    ("written_there", "words"),
    [
        ("soon 36", "“soon 36” is not a day and a figure"),
        ("2027-01-31", "is not a day and a figure"),
        ("2027-01-31 lots", "is not an amount"),
        ("1800-01-31 3", "between 1900 and 2199"),
        ("2027-01-31 3\x00", "not an amount"),
        ("9" * 3000, "longer than 2,000"),
        ("\n".join(f"2027-01-{day:02} 3" for day in range(1, 27)), "More than 24"),
    ],
)
def test_a_line_that_is_no_milestone_is_repeated(written_there: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        MilestonesField().clean(written_there)
