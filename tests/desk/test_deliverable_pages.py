"""Who answers for what on the pages: added, given parts, recipients, gaps shown, ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from retention.lib.clock import database_now
from retention.team.models import User
from retention.teamwork.actions.deliverables import add_deliverable
from retention.teamwork.models import Deliverable, DeliverablePart, DeliverableRecipient
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(lena: User) -> Client:
    client = Client()
    client.force_login(lena)
    return client


@pytest.fixture
def row(vela: Account, lena: User) -> Deliverable:
    return add_deliverable(
        account=vela, name="Monthly report", accountable_user=lena, by=lena, at=database_now()
    )


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_deliverable_is_added_with_its_people_until_nothing_is_missing(
    vela: Account, lena: User, hers: Client
) -> None:
    own, ana = f"/accounts/{vela.pk}/deliverables/", make_contact(vela, "Ana Ruiz")
    said = {"name": "Monthly report", "kind": "report", "note": "", "accountable_user": lena.pk}
    both = hers.post(f"{own}new/", {**said, "accountable_contact": ana.pk})
    assert both.status_code == 422 and "Exactly one person is accountable" in both.content.decode()
    assert hers.post(f"{own}new/", said).status_code == 302
    made = Deliverable.objects.get()
    assert "Nobody receives it" in text_of(hers, own) and "Nobody does the work" in text_of(hers, own)
    assert "One account gets</a> something" in text_of(hers, "/deliverables/")
    got = {"contact": ana.pk, "way": "email", "note": "Mondays"}
    assert hers.post(f"/deliverables/{made.pk}/recipients/new/", got).status_code == 302
    does = {"part": "responsible", "user": "", "contact": ana.pk}
    assert hers.post(f"/deliverables/{made.pk}/parts/new/", does).status_code == 302
    assert hers.post(f"/deliverables/{made.pk}/parts/new/", does).status_code == 422
    page = text_of(hers, own)
    assert "Nobody" not in page and "E-mail, Mondays" in page
    assert "You know who receives every deliverable" in text_of(hers, "/deliverables/")
    assert "Monthly report" not in text_of(hers, "/deliverables/?gap=1")
    assert hers.post(f"/deliverable-parts/{DeliverablePart.objects.get().pk}/remove/").status_code == 302
    received = DeliverableRecipient.objects.get()
    assert hers.post(f"/deliverable-recipients/{received.pk}/remove/").status_code == 302
    assert "Monthly report" in text_of(hers, "/deliverables/?gap=1")


def test_it_is_changed_from_what_was_read_and_ended(row: Deliverable, vela: Account, hers: Client) -> None:
    path, ana = f"/deliverables/{row.pk}/edit/", make_contact(vela, "Ana Ruiz")
    said = {"name": "Report", "kind": "report", "accountable_user": "", "accountable_contact": ana.pk}
    assert hers.post(path, {**said, "version": "1"}).status_code == 302
    assert hers.post(path, {**said, "name": "Other", "version": "1"}).status_code == 409
    row.refresh_from_db()
    assert (row.name, row.accountable_user, row.accountable_contact) == ("Report", None, ana)
    assert hers.post(f"/deliverables/{row.pk}/end/").status_code == 302
    assert "Delivered no more" in text_of(hers, f"/accounts/{vela.pk}/deliverables/")
    assert "Report" in text_of(hers, "/deliverables/?ended=1")


def test_thirty_deliverables_cost_as_many_queries_as_three(
    row: Deliverable, vela: Account, lena: User, hers: Client,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    for number in range(30):
        made = Deliverable.objects.create(account=vela, name=f"Report {number}", accountable_user=lena)
        DeliverablePart.objects.create(deliverable=made, part="responsible", user=lena)
    text_of(hers, "/deliverables/")
    for path in ("/deliverables/", f"/accounts/{vela.pk}/deliverables/"):
        with django_assert_max_num_queries(25):
            text_of(hers, path)


def test_another_team_finds_nothing(row: Deliverable, nico: User) -> None:
    client = Client()
    client.force_login(nico)
    assert "Monthly report" not in text_of(client, "/deliverables/")
    assert client.get(f"/deliverables/{row.pk}/edit/").status_code == 404
