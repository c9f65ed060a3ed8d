"""The two compulsory assessments: asked in time, hidden until the owner spoke, decided by the lead."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import Account
from contacts.models import NextStep
from retention.reminders.models import Reminder
from retention.renewals.actions.assessing import decide_assessment, give_assessment
from retention.renewals.actions.closing import void_renewal
from retention.renewals.assessing import AssessmentRefused, round_due, system_view
from retention.renewals.assessment_kind import ASSESSMENT
from retention.renewals.assessment_tick import ask_due
from retention.renewals.calls import PlanInput
from retention.renewals.estimates import refresh_all
from retention.renewals.models import Assessment, Renewal, SystemView
from retention.team.models import Absence, User
from retention.team.roles import Role
from tests.cast import NOON, TODAY, join, person

from .conftest import Signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """To be decided by 31 May 2027, so that the first assessment is due on 2 December 2026."""
    signed(vela)
    return Renewal.objects.get()


def on_day(days_before: int, renewal: Renewal) -> datetime:
    day = renewal.decision_on - timedelta(days=days_before)
    return NOON.replace(year=day.year, month=day.month, day=day.day)


def asked(renewal: Renewal, days_before: int = 180, band: str = "unknown") -> Assessment:
    Account.objects.filter(pk=renewal.account_id).update(health_band=band)
    assert ask_due(on_day(days_before, renewal)) == 1
    return Assessment.objects.latest("id")


def give(renewal: Renewal, view: str, by: User, reason: str = "Spoke with them", **more) -> Assessment:
    return give_assessment(renewal=renewal, view=view, reason=reason, by=by, at=NOON, **more)


def decide(renewal: Renewal, view: str, by: User, reason: str = "Seen both", **more) -> Assessment:
    return decide_assessment(renewal=renewal, view=view, reason=reason, by=by, at=NOON, **more)


def plan_of(owner: User) -> PlanInput:
    return PlanInput("Champion left", "Meet the successor", owner, date(2026, 12, 4))


def told(assessment: Assessment) -> list[tuple[str, list[str]]]:
    rows = Reminder.objects.filter(kind="assessment", subject_id=assessment.pk, state="planned")
    return [(row.content, row.audience) for row in rows]


def test_each_is_asked_once_on_its_day_and_what_was_not_given_lapses(renewal: Renewal, lena: User) -> None:
    assert ask_due(on_day(181, renewal)) == 0
    first = asked(renewal)
    assert (first.which, first.state, first.due_on) == (
        "first", "asked", renewal.decision_on - timedelta(days=180),
    )  # fmt: skip
    assert told(first) == [("assess", ["owner"])]
    assert ask_due(on_day(170, renewal)) == 0
    second = asked(renewal, 90)
    first.refresh_from_db()
    assert (second.which, first.state, told(first)) == ("second", "lapsed", [])
    assert ask_due(on_day(1, renewal)) == 0
    assert Assessment.objects.count() == SystemView.objects.count() == 2


def test_a_late_arrival_is_assessed_once_and_what_is_decided_never() -> None:
    decision = date(2027, 6, 30)
    days = {
        before: round_due(decision, decision - timedelta(days=before)) for before in (181, 180, 91, 90, 0)
    }
    assert days == {181: "", 180: "first", 91: "first", 90: "second", 0: "second"}


def test_a_closed_or_self_renewing_one_is_not_asked_for(renewal: Renewal, lena: User) -> None:
    Renewal.objects.update(stage="auto_renewing")
    assert ask_due(on_day(100, renewal)) == 0
    Renewal.objects.update(stage="scheduled")
    void_renewal(renewal=renewal, reason="duplicate", note="", by=lena, at=NOON)
    assert ask_due(on_day(100, renewal)) == 0


def test_the_estimate_is_kept_with_the_question_and_gone_until_it_is_answered(
    renewal: Renewal, lena: User
) -> None:
    refresh_all()
    before = Renewal.objects.get().estimate
    made = asked(renewal)
    assert made.system_view.probability == before is not None
    refresh_all()
    assert Renewal.objects.get().estimate is None
    give(renewal, "good", lena)
    assert Renewal.objects.get().estimate == before


def test_agreement_is_final(renewal: Renewal, lena: User) -> None:
    made = asked(renewal, band="healthy")
    given = give(renewal, "good", lena, expected_version=made.version)
    assert (given.state, given.view, given.final, given.by, given.decided_by) == (
        "final", "good", "good", lena, None,
    )  # fmt: skip
    assert told(given) == []
    with pytest.raises(AssessmentRefused, match="No assessment"):
        give(renewal, "good", lena)


def test_disagreement_goes_to_the_lead_and_all_three_views_are_kept(
    renewal: Renewal, lena: User, nadia: User, nico: User, sol: User
) -> None:
    asked(renewal, band="at_risk")
    given = give(renewal, "good", lena)
    assert (given.state, given.final, told(given)) == ("disagreed", "", [("decide", ["lead"])])
    row = Reminder.objects.get(kind="assessment", state="planned")
    assert ASSESSMENT.people_of(row) == [nadia] and ASSESSMENT.is_open(given.pk)
    assert ASSESSMENT.render(row, nadia).url == f"/renewals/{renewal.pk}/assessment/decide/"
    for person_ in (lena, nico, sol):
        with pytest.raises(PermissionDenied):
            decide(renewal, "good", person_)
    with pytest.raises(AssessmentRefused, match="plan"):
        decide(renewal, "at_risk", nadia)
    final = decide(renewal, "at_risk", nadia, plan=plan_of(lena))
    assert (final.view, final.system_view.view, final.final) == ("good", "at_risk", "at_risk")
    assert (final.decided_by, final.decision_reason, told(final)) == (nadia, "Seen both", [])
    assert NextStep.objects.get().text == "Meet the successor"
    with pytest.raises(AssessmentRefused, match="nothing"):
        decide(renewal, "good", nadia)


def test_who_gave_it_does_not_decide_it(renewal: Renewal, nadia: User, ada: User) -> None:
    Account.objects.filter(pk=renewal.account_id).update(owner=nadia)
    asked(renewal, band="at_risk")
    give(renewal, "good", nadia)
    with pytest.raises(PermissionDenied):
        decide(renewal, "good", nadia)
    assert decide(renewal, "good", ada).final == "good"


def test_at_risk_needs_a_plan_and_every_view_a_reason(renewal: Renewal, lena: User) -> None:
    asked(renewal)
    with pytest.raises(AssessmentRefused) as refusal:
        give(renewal, "at_risk", lena)
    assert refusal.value.field == "driver"
    with pytest.raises(AssessmentRefused, match="why"):
        give(renewal, "good", lena, reason=" ")
    assert Assessment.objects.get().state == "asked"
    give(renewal, "at_risk", lena, plan=plan_of(lena))
    assert renewal.risk_plans.get().step.owner == lena


def test_ninety_days_before_monitor_is_no_answer(renewal: Renewal, lena: User, nadia: User) -> None:
    made = asked(renewal, 90, band="at_risk")
    with pytest.raises(AssessmentRefused, match="Ninety"):
        give(renewal, "monitor", lena)
    give(renewal, "good", lena)
    with pytest.raises(AssessmentRefused, match="Ninety"):
        decide(renewal, "monitor", nadia)
    for wrong in (
        {"state": "disagreed", "view": "monitor", "by": lena, "reason": "x"},
        {"state": "final", "view": "good", "by": lena, "reason": "x"},
        {"state": "disagreed", "view": "good", "by": lena, "reason": ""},
        {"state": "asked", "view": "good", "by": lena},
        {"decided_by": lena},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=made.pk).update(**wrong)


def test_the_owner_or_who_stands_in_for_them_gives_it(
    renewal: Renewal, lena: User, nadia: User, nico: User, north
) -> None:
    asked(renewal)
    stand_in = join(person("dee@keel.test", "Dee Farrow", Role.ACCOUNT_MANAGER), north)
    for other in (nadia, nico, stand_in):
        with pytest.raises(PermissionDenied):
            give(renewal, "good", other)
    day = timedelta(days=400)
    Absence.objects.create(user=lena, delegate=stand_in, starts_on=TODAY - day, ends_on=TODAY + day)
    assert give(renewal, "good", stand_in).by == stand_in


def test_what_the_system_thinks_is_in_no_table_that_people_read_until_the_owner_spoke(
    renewal: Renewal, lena: User, ada: User, nadia: User, sol: User, machine: User
) -> None:
    made = asked(renewal, band="at_risk")
    SystemView.objects.update(caps=["canarycap"])
    for reader in (lena, ada, nadia, sol, machine):
        assert not SystemView.objects.visible_to(reader).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        holding = []
        for name in names:
            question = f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s LIMIT 1'  # noqa: S608
            cursor.execute(question, ["%canarycap%"])
            holding += [name] if cursor.fetchone() else []
    assert holding == ["renewals_systemview"]
    give(renewal, "good", lena)
    assert SystemView.objects.visible_to(lena).get().assessment == made


@pytest.mark.parametrize(
    ("which", "band", "caps", "probability", "view"),
    [
        ("first", "healthy", (), None, "good"),
        ("first", "healthy", (), Decimal("0.8"), "good"),
        ("first", "healthy", (), Decimal("0.79"), "monitor"),
        ("first", "unknown", (), Decimal("0.9"), "monitor"),
        ("first", "healthy", ("Silence",), Decimal("0.9"), "at_risk"),
        ("first", "watch", (), Decimal("0.59"), "at_risk"),
        ("second", "watch", (), Decimal("0.7"), "good"),
        ("second", "watch", (), None, "at_risk"),
        ("second", "healthy", (), None, "good"),
        ("second", "at_risk", (), Decimal("0.9"), "at_risk"),
    ],
)
def test_the_systems_view_follows_the_figures(
    which: str, band: str, caps: tuple[str, ...], probability: Decimal | None, view: str
) -> None:
    assert system_view(which, band=band, caps=caps, probability=probability) == view
