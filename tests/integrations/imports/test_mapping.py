"""A file with odd headers is mapped by an admin, and the next one of its shape is understood at once."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Account, Contract
from contacts.models import Contact
from retention.integrations.imports.actions import NotNow
from retention.integrations.imports.mapping import MappingRefused, map_columns
from retention.integrations.models import Import, ImportFile, ImportState
from retention.lib.clock import database_now
from retention.team.models import User

from .running import CHOSEN, applied, checked, decisions, run

pytestmark = pytest.mark.django_db

FIRMS = (
    "Kundenbezeichnung;Ort (Sitz);Farbe;Kunde seit wann;Wer macht's\n"
    "Äpfel & Söhne;Köln;blau;14.03.2021;ada@keel.test\n"
    '"Zündholz; Beck";Ulm;rot;02.11.2019;\n'
    "شركة النيل;Kairo;grün;31.12.2020;\n"
)
PEOPLE = (
    "Wer,Wo arbeitet,Postfach,Rang\n"
    "Jörg Apfel,Äpfel & Söhne,joerg@apfel.test,Chief Financial Officer\n"
    "Zoë 🙂 Beck,Zündholz; Beck,zoe@beck.test,\n"
)
DEALS = "Was,Für wen,Stand,Am,Wieviel\nÄpfel & Söhne | 1-Year Plan,Äpfel & Söhne,Won,3/5/2026,12000\n"
FIRMS_AS = {0: "name", 1: "city", 3: "since", 4: "owner"}
PEOPLE_AS = {0: "name", 1: "account", 2: "email", 3: "title"}


def odd(ada: User, *more: tuple[str, str]) -> Import:
    files = [("firmen.csv", FIRMS), *more]
    return checked(ada, [(name, text.encode()) for name, text in files])


def say(of: Import, name: str, kind: str, chosen: dict[int, str], by: User) -> Import:
    map_columns(file=of.files.get(name=name), kind=kind, chosen=chosen, by=by, at=database_now())
    run(of)
    return of


def file_named(of: Import, name: str) -> ImportFile:
    return of.files.get(name=name)


def test_a_file_with_odd_headers_keeps_its_rows_until_somebody_says_what_they_are(ada: User) -> None:
    of = odd(ada)
    file = file_named(of, "firmen.csv")
    assert (file.kind, file.rows) == ("", 3)
    assert file.problem.startswith("The columns are not known to Keel: Kundenbezeichnung")
    assert set(decisions(of, "firmen.csv").values()) == {("skipped", "Nobody has said what this file holds.")}
    say(of, "firmen.csv", "accounts", FIRMS_AS, ada)
    assert {state for state, _ in decisions(of, "firmen.csv").values()} == {"new"}
    assert file_named(of, "firmen.csv").dates == "day_first"


def test_mapped_files_are_applied_like_recognised_ones(ada: User) -> None:
    of = odd(ada, ("leute.csv", PEOPLE), ("geschaefte.csv", DEALS))
    say(of, "firmen.csv", "accounts", FIRMS_AS, ada)
    say(of, "leute.csv", "contacts", PEOPLE_AS, ada)
    deals_as = {0: "topic", 1: "account", 2: "status", 3: "closed", 4: "amount"}
    say(of, "geschaefte.csv", "contracts", deals_as, ada)
    of = applied_again(ada, of)
    found = dict(Account.objects.values_list("name", "city"))
    assert found == {"Äpfel & Söhne": "Köln", "Zündholz; Beck": "Ulm", "شركة النيل": "Kairo"}
    apple = Account.objects.get(name="Äpfel & Söhne")
    assert (apple.owner, str(apple.customer_since)) == (ada, "2021-03-14")
    assert set(Contact.objects.values_list("person__name", "account__name")) == {
        ("Jörg Apfel", "Äpfel & Söhne"), ("Zoë 🙂 Beck", "Zündholz; Beck"),
    }  # fmt: skip
    assert Contract.objects.get().lines.get().recurring_amount == Decimal("12000.00")


def applied_again(ada: User, of: Import) -> Import:
    from retention.integrations.imports.actions import apply_import

    apply_import(of=of, by=ada, at=database_now(), changes=CHOSEN | {"shift": False, "currency": "EUR"})
    run(of)
    return of


def test_the_next_file_with_the_same_header_is_understood_at_once(ada: User) -> None:
    say(odd(ada), "firmen.csv", "accounts", FIRMS_AS, ada)
    again = FIRMS.splitlines()[0] + "\nNeue Firma;Bonn;gelb;01.02.2024;\n"
    of = checked(ada, [("firmen-2.csv", again.encode())], source="another")
    assert file_named(of, "firmen-2.csv").kind == "accounts"
    assert decisions(of, "firmen-2.csv")[2][0] == "new"


def test_a_file_that_was_left_out_stays_out_the_next_time(ada: User) -> None:
    of = say(odd(ada), "firmen.csv", "", {}, ada)
    assert set(decisions(of, "firmen.csv").values()) == {("skipped", "Left out, as an admin said.")}
    assert file_named(odd(ada), "firmen.csv").problem == "Left out, as an admin said."


def test_a_recognised_file_can_be_mapped_differently(ada: User) -> None:
    text = "Account Name,City,Town of the branch\nApfel,Köln,Bonn\n"
    of = checked(ada, [("a.csv", text.encode())])
    say(of, "a.csv", "accounts", {0: "name", 2: "city"}, ada)
    applied_again(ada, of)
    assert Account.objects.get().city == "Bonn"


@pytest.mark.parametrize(
    ("chosen", "place", "said"),
    [
        ({1: "city"}, None, "Accounts need a column for: Name."),
        ({}, None, "Accounts need a column for: Name."),
        ({0: "name", 1: "name"}, 1, "Name is chosen for “Kundenbezeichnung” already"),
        ({0: "name", 2: "since"}, 2, "Customer since wants days; this column holds “blau”, “rot”, “grün”."),
        ({0: "name", 1: "amount"}, 1, "Accounts have no field of that name."),
        ({0: "name", 99: "city"}, None, "The file has no such column"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words_and_changes_nothing(
    ada: User, chosen: dict[int, str], place: int | None, said: str
) -> None:
    of = odd(ada)
    before = decisions(of, "firmen.csv")
    with pytest.raises(MappingRefused) as refused:
        say(of, "firmen.csv", "accounts", chosen, ada)
    assert said in refused.value.wrong[place]
    of.refresh_from_db()
    assert (of.state, file_named(of, "firmen.csv").kind) == (ImportState.CHECKED, "")
    assert decisions(of, "firmen.csv") == before


def test_an_unknown_kind_and_an_applied_import_are_refused(ada: User, lena: User) -> None:
    of = odd(ada)
    for kind in ("goals", "nonsense"):
        with pytest.raises(MappingRefused, match="Choose what the file holds"):
            say(of, "firmen.csv", kind, {0: "name"}, ada)
    with pytest.raises(PermissionDenied):
        say(of, "firmen.csv", "accounts", FIRMS_AS, lena)
    say(of, "firmen.csv", "accounts", FIRMS_AS, ada)
    applied_again(ada, of)
    with pytest.raises(NotNow):
        say(of, "firmen.csv", "accounts", FIRMS_AS, ada)


def test_the_pages_lead_from_the_check_to_the_mapped_file_without_scripts(client: Client, ada: User) -> None:
    of = odd(ada)
    client.force_login(ada)
    page = client.get(f"/imports/{of.pk}/").content.decode()
    link = re.search(r'href="(/imports/\d+/files/\d+/columns/)">Say what it holds', page)
    assert link is not None
    assert "Show its fields" in client.get(link[1]).content.decode()
    fields = client.get(link[1], {"kind": "accounts"}).content.decode()
    assert "Kundenbezeichnung" in fields
    assert "Äpfel &amp; Söhne, Zündholz; Beck" in fields
    wrong = client.post(link[1], {"kind": "accounts", "column_0": "name", "column_2": "since"})
    assert wrong.status_code == 422
    assert "wants days" in wrong.content.decode()
    assert '<option value="since" selected>' in wrong.content.decode()
    assert client.post(link[1], {"column_0": "name"}).status_code == 422
    assert client.post(link[1], {"kind": "accounts", "column_0": "\x00"}).status_code == 422
    said = {"kind": "accounts", **{f"column_{place}": field for place, field in FIRMS_AS.items()}}
    assert client.post(link[1], said).headers["Location"] == f"/imports/{of.pk}/"
    run(of)
    assert "<b>3 rows</b> are ready" in client.get(f"/imports/{of.pk}/").content.decode()


def test_a_file_of_another_import_is_not_found(client: Client, ada: User) -> None:
    of, other = odd(ada), applied(ada, [("b.csv", b"Account Name\nApfel\n")])
    client.force_login(ada)
    file = other.files.get()
    assert client.get(f"/imports/{of.pk}/files/{file.pk}/columns/").status_code == 404
