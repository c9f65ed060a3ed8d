"""People who may be entered twice: listed with reasons, compared, merged, and taken apart again."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.actions import add_contact
from contacts.alike_rows import refresh_alike
from contacts.models import AlikePeople, Contact, Person, PersonMerger
from retention.team.models import User
from tests.cast import NOON
from tests.factories import make_contact

from .book import signed_in


@pytest.fixture
def pair(vela: Account, lena: User) -> AlikePeople:
    """Ana, entered twice at Vela."""
    add_contact(account=vela, name="Ana Ruiz", email="ana@vela.test", by=lena, at=NOON)
    add_contact(
        account=vela, name="Ana M. Ruiz", email="ana@vela.test", phone="+34 555 012 345", by=lena, at=NOON
    )
    return AlikePeople.objects.get()


def test_the_list_says_who_and_why_and_only_to_who_sees_both(
    pair: AlikePeople, orchard: Account, nico: User, hers: Client, his: Client
) -> None:
    add_contact(account=orchard, name="Ana Ruiz", email="ana@vela.test", by=nico, at=NOON)
    page = " ".join(hers.get("/duplicates/").content.decode().split())
    assert "Same e-mail address, similar name, at the same account" in page and "98%" in page
    assert page.count("Compare") == 1
    assert "Ana" not in his.get("/duplicates/").content.decode()
    assert his.get(f"/duplicates/{pair.pk}/").status_code == 404


def test_two_entries_are_compared_merged_and_taken_apart(pair: AlikePeople, hers: Client) -> None:
    page = hers.get(f"/duplicates/{pair.pk}/").content.decode()
    assert "Side by side" in page and "+34 555 012 345" in page and "The entry that goes on" in page
    refused = hers.post(f"/duplicates/{pair.pk}/", {"kept": "third", "name": "Somebody"})
    assert refused.status_code == 422
    done = hers.post(f"/duplicates/{pair.pk}/", {"kept": "first", "name": "Ana M. Ruiz"})
    assert (done.status_code, done["Location"]) == (302, "/duplicates/")
    person = Contact.objects.get().person
    assert person is not None
    assert (person.pk, person.name, person.phone) == (pair.first_id, "Ana M. Ruiz", "+34 555 012 345")
    page = hers.get("/duplicates/").content.decode()
    assert "Merged in the last 30 days" in page and "Nobody looks entered twice" in page
    merger = PersonMerger.objects.get()
    assert hers.post(f"/people-mergers/{merger.pk}/undo/").status_code == 302
    assert Contact.objects.count() == 2
    assert "Ana M. Ruiz" in hers.get("/duplicates/").content.decode()
    assert hers.post(f"/people-mergers/{merger.pk}/undo/")["Location"] == "/duplicates/"
    assert "once, within thirty days" in hers.get("/duplicates/").content.decode()


def test_titles_that_differ_at_one_account_are_chosen_from(
    pair: AlikePeople, hers: Client, vela: Account
) -> None:
    for person_id, title in ((pair.first_id, "Managing director"), (pair.second_id, "Chief executive")):
        Contact.objects.filter(person=person_id).update(title=title)
    page = hers.get(f"/duplicates/{pair.pk}/").content.decode()
    assert page.count('name="title"') == 2
    said = {"kept": "first", "name": "Ana Ruiz", "title": "Boss"}
    assert hers.post(f"/duplicates/{pair.pk}/", said).status_code == 422
    assert hers.post(f"/duplicates/{pair.pk}/", said | {"title": "Chief executive"}).status_code == 302
    assert Contact.objects.get().title == "Chief executive"


def test_two_people_are_kept_apart(pair: AlikePeople, hers: Client, sol: User) -> None:
    assert signed_in(sol).post(f"/duplicates/{pair.pk}/apart/").status_code == 403
    assert hers.post(f"/duplicates/{pair.pk}/apart/").status_code == 302
    assert "Nobody looks entered twice" in hers.get("/duplicates/").content.decode()


def test_who_only_sees_them_merges_nothing(pair: AlikePeople, sol: User) -> None:
    answer = signed_in(sol).post(f"/duplicates/{pair.pk}/", {"kept": "first", "name": "Ana Ruiz"})
    assert answer.status_code == 403
    assert not PersonMerger.objects.exists()


def test_the_list_costs_as_much_for_many_pairs_as_for_few(
    pair: AlikePeople, vela: Account, hers: Client
) -> None:
    with CaptureQueriesContext(connection) as few:
        hers.get("/duplicates/")
    for number in range(30):
        make_contact(vela, f"Bo Lind {number}", email=f"bo{number}@lind.test")
        make_contact(vela, f"Bo Lind {number}", email=f"bo{number}@lind.test")
    refresh_alike()
    with CaptureQueriesContext(connection) as many:
        assert hers.get("/duplicates/").content.count(b"Compare") > 30
    assert len(many) <= len(few) + 1 <= 25  # a longer list is counted


def test_the_list_reads_its_index_and_not_every_pair(vela: Account, ada: User) -> None:
    people = Person.objects.bulk_create(Person(name=f"P {number}") for number in range(4000))
    Contact.objects.bulk_create(Contact(account=vela, person=each, since=NOON.date()) for each in people)
    ids = [each.pk or 0 for each in people]
    AlikePeople.objects.bulk_create(
        AlikePeople(first_id=first, second_id=second, score=60 + first % 40, reasons=["name"])
        for first, second in pairwise(ids)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_alikepeople, contacts_contact, contacts_person")
    rows = AlikePeople.objects.visible_to(ada).open().order_by("-score", "id")[:51]
    plan = rows.explain()
    assert "alike_people_open" in plan and "Seq Scan on contacts_alikepeople" not in plan, plan
