"""Who becomes part of another customer takes everything along (docs/methods.md, Mergers of customers)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from accounts.actions import add_unit, attach_external_id, enter_invoice, merge_accounts
from accounts.ledger import rebuild_ledger
from accounts.models import Account, Contract, Invoice, OrgUnit, TimelineEvent
from contacts import derived
from contacts.actions.knowledge import learn
from contacts.actions.people import add_contact
from contacts.actions.steps import add_step
from contacts.actions.surveys import ask_contact
from contacts.actions.voice import write_feedback
from contacts.models import Contact, JobMove, NextStep, Promise, RoleOnMap, Tie, Touchpoint
from retention.cadence import rebuild as check_ins
from retention.cadence.models import CheckIn
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError
from retention.metrics.bridge import bridge
from retention.metrics.kept import kept
from retention.metrics.questions import Question, ask
from retention.reminders.models import Notification, Reminder
from retention.renewals.models import PlayRun, Renewal
from retention.team.models import Team, User
from tests.accounts.contract_book import line, signed
from tests.desk.book import Book, make_book

pytestmark = pytest.mark.django_db

ON_THE_MAP = {
    "contacts.Influences", "contacts.ReportsTo", "contacts.RoleOnMap", "contacts.Standing", "contacts.Tie",
    "contacts.MapScope",
}  # fmt: skip
CARRIED = {
    "accounts.Contract", "accounts.Invoice", "accounts.OrgUnit", "contacts.Contact",
    "contacts.FeedbackItem", "contacts.KnownFact", "contacts.SurveyAsked",
    "contacts.NextStep", "contacts.Promise", "contacts.Touchpoint", "reminders.Notification",
    "reminders.Reminder", "renewals.PlayRun", "renewals.Renewal",
}  # fmt: skip
OF_PLANS = {
    "plans.ChangeRecord", "plans.ExpectationGap", "plans.GoodwillEntry", "plans.RoiTarget",
    "plans.ValueEntry", "plans.AccountPlan", "plans.OperationMetric", "plans.Lesson",
    "plans.Kpi", "reports.Subscription",
}  # fmt: skip
"""Carried too; tests/plans/test_merged_plans.py looks at them."""
OF_HOURS = {"plans.OverService", "plans.ServiceAllowance", "plans.ServiceMonth", "plans.TimeEntry"}
"""Carried as well, the months derived anew; tests/plans/test_hours.py looks at them."""
OF_WHITE_SPACE = {"plans.SpendEstimate", "plans.WhitespaceCell", "plans.WhitespacePlay"}
"""Carried as well; tests/plans/test_whitespace.py and test_wallet.py look at them."""
OF_TEAMWORK = {
    "teamwork.Comment", "teamwork.Deliverable", "teamwork.ExecutivePairing", "teamwork.Kudos",
}  # fmt: skip
"""Carried as well; see the tests of teamwork."""
OF_ADVOCACY = {"growth.AdvocacyAsk", "growth.AdvocacyConsent"}
"""Carried as well; tests/growth/test_advocacy.py looks at them."""
OF_REVIEWS = {"reviews.BusinessReview"}
"""Carried as well; tests/reviews/test_mergers.py looks at them."""
STAYS = {
    "accounts.Account": "subsidiaries follow; see the test of its own",
    "accounts.AccountMerger": "the merger itself",
    "accounts.AccountTeamMember": "who works on the survivor is decided there",
    "accounts.ArrMovement": "append-only: a transfer takes over what was revenue of the merged account",
    "accounts.TimelineEvent": "what tells of the account itself stays; what tells of carried records goes",
    "cadence.CheckIn": "derived",
    "contacts.AlikeAccounts": "they are one now: no pair is left",
    "cadence.GapCheckIn": "goes with its contact; the seat that somebody leaves keeps what was asked there",
    "cadence.Deferral": "goes with its contact; what was put off with the account as a whole is over",
    "health.BandState": "the score of the merged account",
    "health.HealthSnapshot": "the score of the merged account",
    "renewals.ForecastSnapshot": "what was said that day",
}
"""Every table that hangs on an account, and what a merger does with it."""


@pytest.fixture
def book(vela: Account, lena: User) -> Book:
    """Everything that an account's pages show, at the account that will be merged."""
    return make_book(vela, lena)


@pytest.fixture
def group(lena: User, north: Team) -> Account:
    """The account that goes on."""
    return Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")


def merge(book: Book, group: Account, by: User) -> None:
    day = book.today - timedelta(days=3)
    merge_accounts(merged=book.account, survivor=group, on=day, by=by, at=book.now)


def hanging(model: type[Model], account: Account) -> int:
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Account
    ]
    return sum(model._base_manager.filter(**{name: account.pk}).count() for name in names)


def test_every_table_of_an_account_says_what_a_merger_does_with_it() -> None:
    found = {
        model._meta.label
        for model in apps.get_models()
        if not hasattr(model, "pgh_obj_id") and any(
            isinstance(field, ForeignKey) and field.related_model is Account
            for field in model._meta.concrete_fields
        )
    }  # fmt: skip
    carried = CARRIED | ON_THE_MAP | OF_PLANS | OF_HOURS | OF_WHITE_SPACE
    carried |= OF_TEAMWORK | OF_ADVOCACY | OF_REVIEWS
    assert found == carried | set(STAYS)
    assert not carried & set(STAYS)


def test_everything_goes_over_and_nothing_is_left_behind(book: Book, group: Account, lena: User) -> None:
    enter_invoice(
        account=book.account, number="R-1", issued_on=book.today, due_on=book.today, amount=Decimal(10),
        currency="EUR", by=lena, at=book.now,
    )  # fmt: skip
    add_unit(account=book.account, by=lena, at=book.now, name="Spa")
    learn(account=book.account, topic="bought", text="The trainers", by=lena, at=book.now)
    write_feedback(account=book.account, kind="idea", text="Longer hours", by=lena, at=book.now)
    ask_contact(contact=book.contact, kind="nps", by=lena, at=book.now)
    before = {label: hanging(apps.get_model(label), book.account) for label in CARRIED}
    merge(book, group, lena)
    for label, number in before.items():
        model = apps.get_model(label)
        assert hanging(model, book.account) == 0, label
        assert hanging(model, group) >= number, label
    assert all(before[label] for label in CARRIED - {"renewals.PlayRun"}), before
    for record, model in (
        (book.contact, Contact), (book.touchpoint, Touchpoint), (book.step, NextStep),
        (book.promise, Promise), (book.renewal, Renewal),
    ):  # fmt: skip
        assert model._base_manager.get(pk=record.pk).account_id == group.pk


def test_what_is_derived_is_true_at_both_ends(book: Book, group: Account, lena: User) -> None:
    merge(book, group, lena)
    group.refresh_from_db()
    book.account.refresh_from_db()
    assert (book.account.stage, book.account.arr, book.account.next_check_in_on) == ("former", 0, None)
    assert (group.arr, group.last_two_way_at) == (41200, book.touchpoint.happened_at)
    assert group.next_step_on == book.today
    assert group.next_decision_on == book.renewal.decision_on
    assert CheckIn.objects.get(contact=book.contact).account_id == group.pk
    assert derived.rebuild() == 0
    assert check_ins.differences(at=book.now) == []
    assert rebuild_ledger(on=book.today, write=False) == []


def test_the_story_of_what_went_over_is_told_at_the_survivor(book: Book, group: Account, lena: User) -> None:
    merge(book, group, lena)
    kinds = set(TimelineEvent.objects.filter(account=group).values_list("kind", flat=True))
    assert {"touchpoint_logged", "contact_added", "account_merged"} <= kinds
    left = TimelineEvent.objects.filter(account=book.account).values_list("subject_type", flat=True)
    assert set(left) <= {"", "account"}
    assert "account_merged" in set(book.account.timeline.values_list("kind", flat=True))


def test_the_audit_trail_keeps_whose_each_row_was(book: Book, group: Account, lena: User) -> None:
    merge(book, group, lena)
    rows = apps.get_model("contacts.TouchpointEvent").objects.filter(pgh_obj_id=book.touchpoint.pk)
    assert list(rows.order_by("pgh_id").values_list("account_id", flat=True))[-2:] == [
        book.account.pk, group.pk,
    ]  # fmt: skip


def test_the_bridge_of_both_is_the_same_before_and_after(book: Book, group: Account, lena: User) -> None:
    signed(group, lena, line(5000), term_start=book.today - timedelta(days=700), term_end=None)

    def asked() -> Question:
        return ask(lena, today=book.today, months=12)

    before = bridge(asked())
    merge(book, group, lena)
    after = bridge(asked())
    assert (after.opening, after.closing) == (before.opening, before.closing) == (5000, 46200)
    assert [(step.code, step.amount) for step in after.steps] == [
        (step.code, step.amount) for step in before.steps
    ]
    assert (kept(asked(), "logo").value, kept(asked(), "grr").value) == (1, 1)


def test_somebody_who_sat_at_both_is_one_contact(book: Book, group: Account, lena: User) -> None:
    seat = add_contact(
        account=group, by=lena, at=book.now, name="Nobody", since=book.today, buying_role="champion"
    )
    Contact.objects.filter(pk=seat.pk).update(person=book.contact.person)
    merge(book, group, lena)
    old, kept_seat = Contact.objects.get(pk=book.contact.pk), Contact.objects.get(pk=seat.pk)
    assert (old.account_id, old.status) == (book.account.pk, "departed")
    assert old.departed_on == book.today - timedelta(days=3)
    assert kept_seat.is_key
    assert kept_seat.last_two_way_at == book.touchpoint.happened_at
    assert [link.contact_id for link in book.touchpoint.contact_links.all()] == [seat.pk]
    assert Promise.objects.get(pk=book.promise.pk).contact_id in (None, seat.pk)
    assert JobMove.objects.get().joined_contact_id == seat.pk


def test_open_work_of_who_does_not_see_the_survivor_is_its_owners(
    book: Book, lena: User, nico: User, south: Team, ada: User
) -> None:
    far = Account.objects.create(name="Vela Far East", owner=nico, team=south, currency="EUR")
    theirs = add_step(account=book.account, owner=lena, text="Call", due_on=book.today, by=lena, at=book.now)
    merge(book, far, ada)
    assert NextStep.objects.get(pk=theirs.pk).owner == nico
    assert Promise.objects.get(pk=book.promise.pk).user == nico


def test_units_and_ids_of_other_systems_find_the_survivor(book: Book, group: Account, lena: User) -> None:
    add_unit(account=group, by=lena, at=book.now, name="Kitchen")
    add_unit(account=book.account, by=lena, at=book.now, name="Kitchen")
    known = attach_external_id(
        record_type="account", record=book.account, source="ERP", value="77", by=lena, at=book.now
    )
    merge(book, group, lena)
    names = OrgUnit.objects.filter(account=group).order_by("name").values_list("name", flat=True)
    assert list(names) == ["Kitchen", "Kitchen (Vela Hotels)"]
    known.refresh_from_db()
    assert known.record_id == group.pk


def test_subsidiaries_follow_and_nobody_belongs_to_itself(
    book: Book, group: Account, lena: User, north: Team
) -> None:
    holding, child = (
        Account.objects.create(name=name, owner=lena, team=north) for name in ("Holding", "Vela Spa")
    )
    vela = book.account
    for one, parent in ((vela, holding), (child, vela), (group, child)):
        Account.objects.filter(pk=one.pk).update(parent=parent)
    merge(book, group, lena)
    parents: dict[int, Any] = dict(Account.objects.values_list("pk", "parent_id"))
    assert (parents[group.pk], parents[child.pk]) == (holding.pk, group.pk)


def test_what_both_have_under_one_name_is_refused_and_nothing_moves(
    book: Book, group: Account, lena: User
) -> None:
    for account in (book.account, group):
        enter_invoice(
            account=account, number="R-1", issued_on=book.today, due_on=book.today, amount=Decimal(10),
            currency="EUR", by=lena, at=book.now,
        )  # fmt: skip
    with pytest.raises(InputRefused, match="R-1"):
        merge(book, group, lena)
    Invoice.objects.filter(account=group).delete()
    for account in (book.account, group):
        PlayRun.objects.create(
            account=account, play="price_value", play_version=1, root_cause="price_or_value_ratio",
            trigger="They ask", started_on=book.today, started_by=lena, currency="EUR", arr_at_stake=1,
        )  # fmt: skip
    with pytest.raises(DomainError, match="Finish one of them first"):
        merge(book, group, lena)
    assert Contract.objects.get().account == book.account
    assert Touchpoint.objects.get().account == book.account


def test_what_is_to_be_told_is_told_of_the_survivor(book: Book, group: Account, lena: User) -> None:
    assert Reminder.objects.filter(account=book.account).exists()
    merge(book, group, lena)
    assert set(Reminder.objects.values_list("account", flat=True)) == {group.pk}
    assert set(Notification.objects.values_list("account", flat=True)) == {group.pk}


def on_map(contact: Contact, by: User) -> tuple[RoleOnMap, Tie]:
    dated = {"account": contact.account, "contact": contact, "starts_on": contact.since, "by": by}
    role = RoleOnMap.objects.create(**dated, role="economic_buyer")
    return role, Tie.objects.create(**dated, user=by, level=2)


def test_the_map_follows_its_people_and_keeps_one_economic_buyer(
    book: Book, group: Account, lena: User
) -> None:
    theirs = add_contact(account=group, by=lena, at=book.now, name="Mia Kern", since=book.contact.since)
    kept_role, _ = on_map(theirs, lena)
    role, tie = on_map(book.contact, lena)
    merge(book, group, lena)
    for row in (role, tie, kept_role):
        row.refresh_from_db()
    assert (role.account_id, role.ends_on) == (group.pk, book.today - timedelta(days=3))
    assert (tie.account_id, tie.ends_on, kept_role.ends_on) == (group.pk, None, None)


def test_what_held_for_a_seat_that_is_left_ends(book: Book, group: Account, lena: User) -> None:
    seat = add_contact(account=group, by=lena, at=book.now, name="Twice", since=book.contact.since)
    Contact.objects.filter(pk=seat.pk).update(person=book.contact.person)
    role, tie = on_map(book.contact, lena)
    merge(book, group, lena)
    for row in (role, tie):
        row.refresh_from_db()
        assert (row.account_id, row.ends_on) == (book.account.pk, book.today - timedelta(days=3))
