"""A kept question asks the same as a freshly drawn one, of whoever asks and with whatever values."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.models import Contact, NextStep, Touchpoint
from retention.lib.kept import CannotKeep
from retention.team.asking import kept
from retention.team.models import User
from retention.team.visibility import Reader, keep_reach
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


@kept
def people(reader: Reader, account: int) -> QuerySet[Contact]:
    return (
        Contact.objects.visible_to(reader).filter(account_id=account).select_related("person").order_by("id")
    )


@kept
def names(reader: Reader, tier: str) -> QuerySet[Account, str]:
    return Account.objects.visible_to(reader).filter(tier=tier).order_by("id").values_list("name", flat=True)


@kept
def dues(reader: Reader, until: date, ids: tuple[int, ...]) -> QuerySet[NextStep]:
    return NextStep.objects.visible_to(reader).filter(due_on__lte=until, pk__in=ids).order_by("id")


@kept
def talks(reader: Reader, since: datetime) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.visible_to(reader).filter(happened_at__gte=since).order_by("id")


def test_everybody_is_shown_what_they_may_see_whoever_asked_first(
    vela: Account, lena: User, nico: User, nadia: User, ada: User, sol: User
) -> None:
    rossi = make_contact(vela)
    keep_reach(nico)
    for reader in (nico, lena, nadia, ada, sol, nico):
        wanted = list(Contact.objects.visible_to(reader).filter(account=vela))
        assert people(reader, vela.pk) == wanted
    assert people(lena, vela.pk) == [rossi]
    assert people(nico, vela.pk) == []


def test_rows_come_with_what_the_question_joined(vela: Account, lena: User) -> None:
    rossi = make_contact(vela)
    people(lena, vela.pk + 1)
    keep_reach(lena)
    with CaptureQueriesContext(connection) as asked:
        assert [row.person.name for row in people(lena, vela.pk)] == [rossi.person.name]  # type: ignore[union-attr]
    assert len(asked) == 1


def test_a_word_shapes_the_question_and_is_not_taken_from_another(vela: Account, lena: User) -> None:
    assert names(lena, vela.tier) == [vela.name]
    assert names(lena, "D" if vela.tier != "D" else "A") == []
    assert names(lena, vela.tier) == [vela.name]


def test_days_moments_and_lists_are_put_in(lena: User) -> None:
    for days, ids in ((0, (1, 2)), (3, (7, 8)), (9, (1, 2, 3))):
        assert dues(lena, date(2026, 11, 23) + timedelta(days=days), ids) == []
        assert talks(lena, EVENING + timedelta(days=days)) == []


def test_a_row_that_came_meanwhile_is_seen(vela: Account, lena: User) -> None:
    assert people(lena, vela.pk) == []
    rossi = make_contact(vela)
    assert people(lena, vela.pk) == [rossi]


def day_before(reader: Reader, until: date) -> QuerySet[NextStep]:
    return NextStep.objects.visible_to(reader).filter(due_on__lte=until - timedelta(days=1))


def clock_of_its_own(reader: Reader, until: date) -> QuerySet[NextStep]:
    return NextStep.objects.visible_to(reader).filter(due_on__lte=until, recorded_at__lt=EVENING)


def as_many(reader: Reader, size: int) -> QuerySet[NextStep]:
    return NextStep.objects.visible_to(reader)[:size]


def with_links(reader: Reader, account: int) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.visible_to(reader).filter(account=account).prefetch_related("contact_links")


@pytest.mark.parametrize(
    ("question", "value"),
    [(day_before, EVENING.date()), (clock_of_its_own, EVENING.date()), (as_many, 3), (with_links, 1)],
)
def test_a_question_that_does_more_than_hand_values_on_is_refused_here_and_drawn_anew_elsewhere(
    question: Callable[..., QuerySet[Any]], value: Any, lena: User, settings: Any
) -> None:
    with pytest.raises(CannotKeep):
        kept(question)(lena, value)
    settings.KEEL_CHECK_KEPT = False
    assert kept(question)(lena, value) == list(question(lena, value))


def test_a_statement_that_is_not_what_django_would_draw_is_refused(lena: User) -> None:
    turns = iter(("A", "B", "C"))

    @kept
    def wavering(reader: Reader, account: int) -> QuerySet[Account]:
        return Account.objects.visible_to(reader).filter(pk=account, tier=next(turns))

    with pytest.raises(CannotKeep):
        wavering(lena, 1)
