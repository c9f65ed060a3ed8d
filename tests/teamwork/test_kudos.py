"""Praise reaches whom it is for, who leads them, and nobody who may not know the customer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.actions.voice import close_feedback, reply_to_feedback, write_feedback
from retention.reminders.models import Notice
from retention.team.models import Team, User
from retention.teamwork.actions.kudos import CannotBePraised, give_kudos
from retention.teamwork.models import Kudos
from tests.cast import NOON, TODAY, join, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomas(south: Team) -> User:
    """Support, in team South: he does not see Vela."""
    return join(person("tomas@keel.test", "Tomas Berg", "account_manager"), south)


def praise(account: Account, by: User, **said: Any) -> Any:
    fields = {"kind": "praise", "text": "Your support is quick", **said}
    return write_feedback(account=account, by=by, at=NOON, **fields)


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("user__name", "title"))


def test_a_customers_praise_is_told_to_whom_it_is_for_their_lead_and_the_owner(
    vela: Account, lena: User, ada: User, nadia: User, tomas: User
) -> None:
    praise(vela, ada, about_user=lena)
    assert told() == [
        ("Lena Voss", "A customer praised you"),
        ("Lena Voss", "Praise from Vela Hotels"),
        ("Nadia Reyes", "A customer praised Lena Voss"),
    ]
    item = praise(vela, lena, about_user=tomas, owner=nadia)
    assert Kudos.objects.get(feedback=item).to == tomas
    assert ("Tomas Berg", "A customer praised you") in told()
    before = Notice.objects.count()
    reply_to_feedback(item=item, reply="Thanks", on=TODAY, by=nadia, at=NOON)
    close_feedback(item=item, outcome="Told him", on=TODAY, by=nadia, at=NOON + timedelta(hours=1))
    assert (Notice.objects.count(), Kudos.objects.count()) == (before, 2)


def test_who_replies_hears_of_it_unless_they_wrote_it_down(vela: Account, lena: User, ada: User) -> None:
    praise(vela, lena)
    assert told() == []
    praise(vela, ada, kind="complaint", text="Late again")
    row = Notice.objects.get()
    assert (row.user, row.title) == (lena, "Complaint from Vela Hotels")
    assert row.text == "Late again Lena Voss replies by 25 November."
    assert not Kudos.objects.exists()


def test_who_is_praised_reads_it_without_seeing_the_customer(
    vela: Account, lena: User, nico: User, sol: User, tomas: User, ada: User
) -> None:
    item = praise(vela, lena, about_user=tomas)
    row = Kudos.objects.get(feedback=item)
    for reader, sees in ((tomas, True), (lena, True), (sol, True), (ada, True), (nico, False)):
        assert Kudos.objects.visible_to(reader).filter(pk=row.pk).exists() is sees, reader.name


def test_a_colleagues_praise_is_read_by_the_team_and_whoever_gave_it(
    vela: Account, lena: User, nico: User, nadia: User, tomas: User
) -> None:
    row = give_kudos(to=tomas, text="Calm on the phone", by=lena, at=NOON, account=vela)
    assert told() == [("Tomas Berg", "Lena Voss praised you")]
    for reader, sees in ((tomas, True), (lena, True), (nico, True), (nadia, False)):
        assert Kudos.objects.visible_to(reader).filter(pk=row.pk).exists() is sees, reader.name
    assert list(Kudos.objects.editable_by(lena)) == [row]
    assert not Kudos.objects.editable_by(tomas).exists()


def test_praise_is_for_somebody_else_who_is_there(vela: Account, lena: User, nico: User) -> None:
    with pytest.raises(CannotBePraised):
        give_kudos(to=lena, text="Me", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        give_kudos(to=lena, text="Well done", by=nico, at=NOON, account=vela)
    User.objects.filter(pk=nico.pk).update(is_active=False)
    nico.refresh_from_db()
    with pytest.raises(CannotBePraised):
        give_kudos(to=nico, text="Well done", by=lena, at=NOON)
    assert not Kudos.objects.exists()
    for columns in ({"by": lena}, {"by": nico}, {"text": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Kudos.objects.create(to=lena, given_on=TODAY, **columns)
