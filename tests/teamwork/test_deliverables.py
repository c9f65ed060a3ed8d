"""Who answers for what: exactly one accountable, the parts of others, recipients, and what is missing."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account
from contacts.actions import mark_departed
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.team.models import User
from retention.teamwork.actions.deliverables import (
    CannotAnswer,
    DeliverableEnded,
    DeliverableTaken,
    ExactlyOneAccountable,
    add_deliverable,
    edit_deliverable,
    end_deliverable,
)
from retention.teamwork.actions.parts import (
    HasThisPart,
    add_recipient,
    give_part,
    remove_recipient,
    take_part,
)
from retention.teamwork.answering import (
    ACCOUNTABLE_LEFT,
    NOBODY_RECEIVES,
    NOBODY_RESPONSIBLE,
    SOMEBODY_LEFT,
    Answers,
    Somebody,
)
from retention.teamwork.models import Deliverable, DeliverablePart, DeliverableRecipient
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
HERE, GONE = Somebody("Ana", False, True), Somebody("Ben", False, False)


@pytest.mark.parametrize(
    ("answers", "gaps"),
    [
        (Answers(HERE, [HERE], recipients=[HERE]), []),
        (Answers(HERE), [NOBODY_RESPONSIBLE, NOBODY_RECEIVES]),
        (Answers(HERE, [HERE], is_received=False), []),
        (Answers(GONE, [HERE], recipients=[HERE]), [ACCOUNTABLE_LEFT]),
        (Answers(HERE, [GONE], recipients=[GONE]), [NOBODY_RESPONSIBLE, NOBODY_RECEIVES, SOMEBODY_LEFT]),
        (Answers(HERE, [HERE], informed=[GONE], recipients=[HERE]), [SOMEBODY_LEFT]),
    ],
)
def test_what_is_missing_is_said_the_gravest_first(answers: Answers, gaps: list[str]) -> None:
    assert answers.gaps == gaps


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz")


@pytest.fixture
def report(vela: Account, lena: User) -> Deliverable:
    return made(vela, lena)


def made(account: Account, by: User, **said: Any) -> Deliverable:
    fields = {"name": "Monthly report", "accountable_user": by, **said}
    return add_deliverable(account=account, by=by, at=NOON, **fields)


def test_exactly_one_person_is_accountable_whoever_writes(
    report: Deliverable, lena: User, ana: Contact, vela: Account
) -> None:
    for wrong in ({"accountable_user": None}, {"accountable_contact": ana}):
        with pytest.raises(ExactlyOneAccountable):
            made(vela, lena, name="Another", **wrong)
    rows = Deliverable.objects.filter(pk=report.pk)
    for columns in ({"accountable_user": None}, {"accountable_contact": ana}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**columns)
    edit_deliverable(deliverable=report, changes={"accountable_contact": ana}, by=lena, at=NOON)
    assert (report.accountable_user, rows.get().accountable_contact) == (lena, ana)
    assert rows.get().accountable_user is None


def test_people_of_another_account_are_refused_by_action_and_database(
    report: Deliverable, lena: User, nico: User, orchard: Account
) -> None:
    other = make_contact(orchard)
    with pytest.raises(NotTheirContact):
        add_recipient(deliverable=report, contact=other, way="email", by=lena, at=NOON)
    with pytest.raises(CannotAnswer):
        give_part(deliverable=report, part="informed", user=nico, by=lena, at=NOON)
    with pytest.raises(CannotAnswer):
        give_part(deliverable=report, part="informed", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        give_part(deliverable=report, part="informed", user=nico, by=nico, at=NOON)
    for write in (
        lambda: DeliverableRecipient.objects.create(deliverable=report, contact=other, way="email"),
        lambda: DeliverablePart.objects.create(deliverable=report, contact=other, part="informed"),
        lambda: DeliverablePart.objects.create(deliverable=report, part="informed"),
        lambda: Deliverable.objects.filter(pk=report.pk).update(
            accountable_user=None, accountable_contact=other
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_gaps_close_when_somebody_does_it_and_somebody_receives_it(
    report: Deliverable, lena: User, ana: Contact
) -> None:
    rows = Deliverable.objects
    assert list(rows.without_recipient()) == list(rows.without_responsible()) == [report]
    got = add_recipient(deliverable=report, contact=ana, way="email", by=lena, at=NOON)
    part = give_part(deliverable=report, part="responsible", contact=ana, by=lena, at=NOON)
    assert not rows.with_gaps().exists()
    with pytest.raises(HasThisPart):
        give_part(deliverable=report, part="responsible", contact=ana, by=lena, at=NOON)
    again = add_recipient(deliverable=report, contact=ana, way="portal", by=lena, at=NOON)
    assert (again.pk, again.way) == (got.pk, "portal")
    mark_departed(contact=ana, on=TODAY, by=lena, at=NOON)
    assert list(rows.without_recipient()) == list(rows.without_responsible()) == [report]
    take_part(part=part, by=lena, at=NOON)
    remove_recipient(recipient=again, by=lena, at=NOON)
    assert (report.parts.count(), report.recipients.count()) == (0, 0)


def test_a_topic_goes_to_nobody_and_a_name_stands_once(
    report: Deliverable, vela: Account, lena: User, ana: Contact
) -> None:
    topic = made(vela, lena, name="Pricing", kind="topic")
    assert topic not in Deliverable.objects.without_recipient()
    with pytest.raises(InputRefused):
        add_recipient(deliverable=topic, contact=ana, way="email", by=lena, at=NOON)
    with pytest.raises(DeliverableTaken):
        made(vela, lena, name="monthly REPORT")
    end_deliverable(deliverable=report, by=lena, at=NOON)
    assert made(vela, lena, name="Monthly report").pk != report.pk
    with pytest.raises(DeliverableEnded):
        end_deliverable(deliverable=report, by=lena, at=NOON)


def test_a_stale_change_is_refused(report: Deliverable, lena: User) -> None:
    edit_deliverable(deliverable=report, changes={"note": "a"}, by=lena, at=NOON, expected_version=1)
    with pytest.raises(StaleVersion):
        edit_deliverable(deliverable=report, changes={"note": "b"}, by=lena, at=NOON, expected_version=1)
