"""Best hours: from-to, weekdays, their clock, and what the database refuses."""

from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Account
from contacts.actions.people import edit_contact
from contacts.hours import best_hours, best_reached
from contacts.models import Contact
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.factories import make_contact

NOON = datetime(2026, 11, 24, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "first", "last", "words"),
    [
        (["thu", "tue", "wed"], time(9), time(11), "Tue–Thu 9–11"),
        (["mon", "tue"], None, None, "Mon, Tue"),
        (["mon", "wed", "thu", "fri", "sun"], time(14, 30), time(16), "Mon, Wed–Fri, Sun 14:30–16"),
        ([], time(8), time(9, 5), "8–9:05"),
        ([], None, None, ""),
    ],
)
def test_days_in_a_row_are_a_span(days: list[str], first: time, last: time, words: str) -> None:
    assert best_hours(days, first, last) == words


def test_the_clock_there_is_told_where_it_is_known() -> None:
    told = best_reached("Tue–Thu 9–11", "Europe/Berlin", NOON)
    assert told == "Tue–Thu 9–11, their time, now 14:20 there"
    assert best_reached("Tue", "", NOON) == "Tue, their time"
    assert best_reached("", "Europe/Berlin", NOON) == ""


def edit(contact: Contact, by: User, **changes: object) -> Contact:
    return edit_contact(contact=contact, changes=changes, by=by, at=NOON, expected_version=None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours_from": time(11), "hours_until": time(9)}, "hours_until"),
        ({"hours_from": time(9), "hours_until": time(9)}, "hours_until"),
        ({"hours_from": time(9)}, "hours_until"),
        ({"hours_until": time(9)}, "hours_from"),
        ({"hours_from": "nine", "hours_until": time(9)}, "hours_from"),
        ({"hours_days": ["someday"]}, "hours_days"),
    ],
)
def test_hours_that_cannot_be_are_refused_by_name(
    changes: dict[str, object], field: str, vela: Account, lena: User
) -> None:
    with pytest.raises(InputRefused) as refused:
        edit(make_contact(vela), lena, **changes)
    assert refused.value.field == field


def test_hours_are_kept_with_their_days_monday_first(vela: Account, lena: User) -> None:
    ana = edit(
        make_contact(vela), lena, hours_from=time(9), hours_until=time(11), hours_days=["thu", "tue", "tue"]
    )
    ana.refresh_from_db()
    assert (ana.hours_from, ana.hours_until, ana.hours_days) == (time(9), time(11), ["tue", "thu"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours_from": time(11), "hours_until": time(9)},
        {"hours_from": time(11)},
        {"hours_days": ["xxx"]},
        {"important_dates": {}},
        {"important_dates": [{"label": "Birthday", "month": 13, "day": 1, "year": None}]},
        {"important_dates": [{"month": 12, "day": 1}]},
    ],
)
def test_the_database_refuses_them_as_well(wrong: dict[str, object], vela: Account) -> None:
    ana = make_contact(vela)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=ana.pk).update(**wrong)


def test_an_assistant_is_somebody_else_of_the_same_account(
    vela: Account, orchard: Account, lena: User
) -> None:
    ana, bo, foreign = make_contact(vela), make_contact(vela, "Bo Lind"), make_contact(orchard, "Far Away")
    for wrong in (ana, foreign):
        with pytest.raises(InputRefused) as refused:
            edit(ana, lena, assistant=wrong)
        assert refused.value.field == "assistant"
    assert edit(ana, lena, assistant=bo).assistant == bo
    edit(bo, lena, status="departed", departed_on=NOON.date())
    bo.refresh_from_db()
    with pytest.raises(InputRefused):
        edit(make_contact(vela, "Cy Tan"), lena, assistant=bo)


def test_the_database_refuses_an_assistant_of_another_account(vela: Account, orchard: Account) -> None:
    ana, bo, foreign = make_contact(vela), make_contact(vela, "Bo Lind"), make_contact(orchard, "Far Away")
    Contact.objects.filter(pk=ana.pk).update(assistant=bo)
    for who, wrong in (
        (ana, {"assistant": foreign}),
        (bo, {"account": orchard}),
        (ana, {"account": orchard}),
    ):
        with pytest.raises(IntegrityError, match="another account"), transaction.atomic():
            Contact.objects.filter(pk=who.pk).update(**wrong)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=ana.pk).update(assistant=ana)


def test_somebody_goes_to_another_account_with_their_assistant(vela: Account, orchard: Account) -> None:
    ana, bo = make_contact(vela), make_contact(vela, "Bo Lind")
    Contact.objects.filter(pk=ana.pk).update(assistant=bo)
    with transaction.atomic():
        for one in (ana, bo):
            Contact.objects.filter(pk=one.pk).update(account=orchard)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
