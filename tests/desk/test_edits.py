"""What a form writes, what it refuses, and what it shows when somebody else was first."""

import pytest
from django.test import Client

from contacts.models import Contact
from retention.renewals.models import RenewalStage
from retention.team.models import User

from .book import Book, signed_in
from .test_clicks import summary_of


def test_the_owners_call_and_a_move_stand_on_the_renewal(book: Book, hers: Client) -> None:
    own = f"/renewals/{book.renewal.pk}/"
    hers.post(f"{own}call/", {"call": "commit", "note": "Board has agreed", "version": book.renewal.version})
    book.renewal.refresh_from_db()
    hers.post(f"{own}stage/", {"stage": "preparing", "reason": "", "version": book.renewal.version})
    words = hers.get(own).content.decode()
    assert "Board has agreed" in words and "Scheduled → Preparing" in words


def test_a_stale_call_is_refused_with_both_versions(book: Book, hers: Client, nadia: User) -> None:
    own = f"/renewals/{book.renewal.pk}/"
    seen = book.renewal.version
    signed_in(nadia).post(f"{own}call/", {"call": "commit", "note": "Nadia’s reason", "version": seen})
    answer = hers.post(f"{own}call/", {"call": "best_case", "note": "Lena’s reason", "version": seen})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Nadia’s reason" in words and "Lena’s reason" in words
    book.renewal.refresh_from_db()
    assert book.renewal.call_note == "Nadia’s reason"


@pytest.mark.parametrize(
    "path, said",
    [
        ("call", {"call": "certain"}),
        ("call", {"call": "commit", "note": "x" * 501}),
        ("call", {"call": "commit", "note": "a\x00"}),
        ("call", {"call": "commit", "note": "", "version": "one"}),
        ("stage", {"stage": "nowhere"}),
        ("stage", {"stage": "auto_renewed"}),
        ("stage", {"stage": "preparing", "reason": "x" * 301}),
    ],
)
def test_a_wrong_word_about_a_renewal_changes_nothing(
    path: str, said: dict[str, str], book: Book, hers: Client
) -> None:
    answer = hers.post(f"/renewals/{book.renewal.pk}/{path}/", {"version": book.renewal.version} | said)
    assert answer.status_code == 422
    assert "data-error-summary" in answer.content.decode()
    book.renewal.refresh_from_db()
    assert book.renewal.stage == RenewalStage.SCHEDULED and book.renewal.call == ""


def edited(client: Client, address: str, **changed: str) -> dict[str, object]:
    """What the form on the page would send, with some fields changed."""
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in said.items() if value not in (None, False, "")}
    return kept | changed


def test_a_stale_account_shows_both_versions_and_is_saved_at_the_second_try(
    book: Book, hers: Client, nadia: User
) -> None:
    address = f"/accounts/{book.account.pk}/edit/"
    mine = edited(hers, address, city="Leeds")
    lead = signed_in(nadia)
    lead.post(address, edited(lead, address, city="London"))
    answer = hers.post(address, mine)
    words = answer.content.decode()
    assert answer.status_code == 409 and "London" in words and "Leeds" in words
    book.account.refresh_from_db()
    assert book.account.city == "London"
    again = mine | {"version": answer.context["form"]["version"].value()}
    assert hers.post(address, again).status_code == 302
    book.account.refresh_from_db()
    assert book.account.city == "Leeds"


def test_a_stale_contact_shows_both_versions(book: Book, hers: Client, nadia: User) -> None:
    address = f"/people/{book.contact.pk}/edit/"
    mine = edited(hers, address, title="Buyer")
    lead = signed_in(nadia)
    lead.post(address, edited(lead, address, title="Director"))
    answer = hers.post(address, mine)
    assert answer.status_code == 409
    assert "Director" in answer.content.decode() and "Buyer" in answer.content.decode()
    assert Contact.objects.get(pk=book.contact.pk).title == "Director"


BAD_ACCOUNTS = [
    ({"name": ""}, "Name"), ({"name": "a\x00b"}, "Name"), ({"name": "x" * 5000}, "Name"),
    ({"tier": "Z"}, "Tier"), ({"currency": "XXQ"}, "Currency"), ({"country": "Atlantis"}, "Country"),
    ({"time_zone": "Mars/Olympus"}, "zone"), ({"customer_since": "2026-02-30"}, "since"),
    ({"owner": "999999999"}, "Owner"),
]  # fmt: skip


@pytest.mark.parametrize(
    "wrong, field", BAD_ACCOUNTS, ids=[f"{f}-{n}" for n, (_, f) in enumerate(BAD_ACCOUNTS)]
)
def test_a_wrong_account_names_the_field_and_is_not_saved(
    wrong: dict[str, str], field: str, book: Book, hers: Client
) -> None:
    address = f"/accounts/{book.account.pk}/edit/"
    answer = hers.post(address, edited(hers, address, **wrong))
    assert answer.status_code == 422
    assert field.lower() in summary_of(answer.content.decode())
    book.account.refresh_from_db()
    assert (book.account.name, book.account.version) == ("Vela Hotels", book.account.version)
    assert book.account.tier == "A" and book.account.currency == "EUR"


def test_a_notification_is_acknowledged_by_whom_it_told_alone(book: Book, hers: Client, nadia: User) -> None:
    address = f"/notifications/{book.notification.pk}/acknowledge/"
    assert signed_in(nadia).post(address).status_code == 404
    assert hers.post(address).status_code == 302
    book.notification.refresh_from_db()
    assert book.notification.acknowledged_at is not None
    assert "noted" in hers.get("/notifications/").content.decode()


def test_everything_is_read_at_once(book: Book, hers: Client) -> None:
    assert "New" in hers.get("/notifications/").content.decode()
    hers.post("/notifications/read/")
    book.notification.refresh_from_db()
    assert book.notification.read_at is not None


def test_a_way_back_leads_never_to_another_site(book: Book, hers: Client) -> None:
    answer = hers.post(f"/steps/{book.step.pk}/done/", {"next": "https://elsewhere.test/"})
    assert answer["Location"] == "/day/"
