"""The pages of imports: admins only, clear about bad input, few queries, and usable without scripts."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from retention.integrations.imports.exports import harmless
from retention.integrations.imports.values import tidied
from retention.integrations.models import Import, ImportState, Job
from retention.team.models import User

from .running import CHOSEN, applied, checked, pack, run

BUDGET = 25


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_data(of: Import, **changed: str) -> dict[str, str]:
    data = {
        "tier": "arr", "notice_days": "60", "guess_roles": "on", "time_zone": "Europe/Stockholm",
        "country": "SE", "currency": "", "rate_USD": "0.9", "shift": "on",
    }  # fmt: skip
    data |= {f"owner_{place}": "nobody" for place in range(len(of.summary.get("owners", {})))}
    return data | changed


@pytest.fixture
def of(ada: User) -> Import:
    return checked(ada, pack(), **CHOSEN)


def addresses(of: Import) -> list[tuple[str, str]]:
    file = of.files.order_by("id").first()
    assert file is not None
    own = f"/imports/{of.pk}/"
    return [
        ("get", "/imports/"), ("get", "/imports/new/"), ("post", "/imports/new/"), ("get", own),
        ("get", f"{own}progress/"), ("post", f"{own}choices/"), ("post", f"{own}undo/"),
        ("post", f"{own}stop/"), ("post", f"{own}discard/"), ("get", f"{own}files/{file.pk}/not-taken.csv"),
    ]  # fmt: skip


def test_only_admins_come_in(of: Import, lena: User, nadia: User, sol: User) -> None:
    for person in (lena, nadia, sol):
        client = signed_in(person)
        for method, address in addresses(of):
            assert getattr(client, method)(address).status_code == 403, (person.name, address)


def test_an_import_that_is_not_there_is_not_found(of: Import, ada: User) -> None:
    client = signed_in(ada)
    for number in (of.pk + 1000, 0, 2**63, 10**30):
        assert client.get(f"/imports/{number}/").status_code == 404
        assert client.post(f"/imports/{number}/choices/").status_code == 404
        assert client.get(f"/imports/{of.pk}/files/{number}/not-taken.csv").status_code == 404


def test_the_rejected_rows_of_another_import_are_not_found(of: Import, ada: User) -> None:
    other = checked(ada, pack("companies"))
    file = other.files.get()
    assert signed_in(ada).get(f"/imports/{of.pk}/files/{file.pk}/not-taken.csv").status_code == 404


def test_files_are_uploaded_checked_applied_and_taken_back_in_the_browser(ada: User) -> None:
    client = signed_in(ada)
    files = [SimpleUploadedFile(name, content) for name, content in pack()]
    answer = client.post("/imports/new/", {"source": "harbour", "uploads": files})
    of = Import.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/imports/{of.pk}/"
    page = client.get(f"/imports/{of.pk}/").content.decode()
    assert "hx-get=" in page
    assert 'http-equiv="refresh"' in page
    run(of)
    page = client.get(f"/imports/{of.pk}/").content.decode()
    assert "Matilda Frey (2 rows)" in page
    assert "Says the same as row 2 of companies.csv." in page
    assert "What is 1 USD worth in EUR?" in page
    client.post(f"/imports/{of.pk}/choices/", form_data(of, do="apply"))
    run(of)
    assert Account.objects.count() == 5
    page = client.get(f"/imports/{of.pk}/").content.decode()
    assert "Take the import back" in page
    client.post(f"/imports/{of.pk}/undo/")
    run(of)
    assert not Account.objects.exists()
    assert "Taken back" in client.get(f"/imports/{of.pk}/").content.decode()


def test_progress_is_a_fragment_that_reloads_the_page_at_the_end(of: Import, ada: User) -> None:
    client = signed_in(ada)
    client.post(f"/imports/{of.pk}/choices/", form_data(of, do="check"))
    going = client.get(f"/imports/{of.pk}/progress/", headers={"HX-Request": "true"})
    assert going.status_code == 200
    assert b"<html" not in going.content
    assert "HX-Refresh" not in going.headers
    run(of)
    assert client.get(f"/imports/{of.pk}/progress/").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"notice_days": "soon"}, "whole number"),
        ({"notice_days": "-1"}, "greater than or equal to 0"),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
        ({"currency": "ZZZ"}, "is not a currency code"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"tier": "Z"}, "not one of the available choices"),
        ({"rate_USD": "much"}, "Enter a number"),
        ({"rate_USD": "0"}, "greater than or equal to"),
        ({"rate_USD": ""}, "Say what one USD is worth"),
        ({"owner_0": "user:999999"}, "not one of the available choices"),
        ({"owner_0": "user:x\x00"}, "not one of the available choices"),
        ({"time_zone": ""}, "required"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_its_name_and_changes_nothing(
    of: Import, ada: User, changed: dict[str, str], words: str
) -> None:
    answer = signed_in(ada).post(f"/imports/{of.pk}/choices/", form_data(of, do="apply", **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    of.refresh_from_db()
    assert of.state == ImportState.CHECKED


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"source": "x"}, "Choose at least one file"),
        ({"source": ""}, "required"),
        ({"source": "x" * 61}, "at most 60"),
        ({"source": "a\x00b"}, "Null characters"),
        ({"source": "x", "uploads": ["not a file"]}, "Choose at least one file"),
    ],
)
def test_an_upload_that_cannot_be_is_refused(ada: User, data: dict[str, Any], words: str) -> None:
    answer = signed_in(ada).post("/imports/new/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(ada: User) -> None:
    large = SimpleUploadedFile("large.csv", b"Name\n" + b"x" * (20 * 1024 * 1024))
    answer = signed_in(ada).post("/imports/new/", {"source": "x", "uploads": [large]})
    assert answer.status_code == 422
    assert "at most 20 MB" in answer.content.decode()


def test_what_an_import_is_not_ready_for_is_said_and_changes_nothing(of: Import, ada: User) -> None:
    client = signed_in(ada)
    answer = client.post(f"/imports/{of.pk}/undo/", follow=True)
    assert "This import is checked" in answer.content.decode()
    answer = client.post(f"/imports/{of.pk}/stop/", follow=True)
    assert "This import is checked" in answer.content.decode()
    applied(ada, pack("companies"), source="elsewhere")
    latest = Import.objects.latest("id")
    answer = client.post(f"/imports/{latest.pk}/discard/", follow=True)
    assert "This import is applied" in answer.content.decode()


def test_an_import_can_be_discarded_before_it_is_applied(of: Import, ada: User) -> None:
    assert signed_in(ada).post(f"/imports/{of.pk}/discard/").status_code == 302
    assert not Import.objects.exists()


def test_a_check_can_be_stopped_and_made_again(ada: User) -> None:
    client = signed_in(ada)
    client.post("/imports/new/", {"source": "h", "uploads": [SimpleUploadedFile("a.csv", b"Name\nVela\n")]})
    of = Import.objects.get()
    client.post(f"/imports/{of.pk}/stop/")
    of.refresh_from_db()
    assert (of.state, Job.objects.get().state) == (ImportState.FAILED, "stopped")
    answer = client.post(f"/imports/{of.pk}/choices/", form_data(of, do="check"))
    assert answer.status_code == 302
    assert run(of).state == "done"
    assert of.state == ImportState.CHECKED


def test_rows_that_were_not_taken_come_back_with_their_reason(of: Import, ada: User) -> None:
    file = of.files.get(name="contacts.csv")
    answer = signed_in(ada).get(f"/imports/{of.pk}/files/{file.pk}/not-taken.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Row"] for row in rows] == ["7", "8", "9", "10"]
    assert rows[0]["Reason"] == "No account is named “Unknown Harbour Co”."
    assert rows[0]["Email"] == "lea.brandt@elsewhere.test"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", '=HYPERLINK("x")']
)
def test_no_cell_of_a_download_is_a_formula_and_importing_it_gives_it_back(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert tidied(harmless(cell)) == cell


def test_pages_stay_within_their_query_budget(of: Import, ada: User) -> None:
    client = signed_in(ada)
    for number in range(30):
        Import.objects.create(owner=ada, source=f"old {number}", state=ImportState.UNDONE)
    client.get("/imports/")
    for address in ("/imports/", "/imports/new/", f"/imports/{of.pk}/", f"/imports/{of.pk}/progress/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= BUDGET, (address, len(asked))


def test_the_list_pages_by_keyset(ada: User) -> None:
    client = signed_in(ada)
    assert "Nothing was imported yet" in client.get("/imports/").content.decode()
    for number in range(30):
        Import.objects.create(owner=ada, source=f"system {number}", state=ImportState.UNDONE)
    first = client.get("/imports/").content.decode()
    assert "system 29" in first
    assert "system 4<" not in first
    assert "?cursor=" in first
    assert client.get("/imports/?cursor=nonsense").status_code == 200
