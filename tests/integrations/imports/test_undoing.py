"""Taking an import back leaves what was there before, and what people have worked on since."""

from datetime import timedelta

import pytest

from accounts.actions import edit_account
from accounts.models import Account, Contract
from contacts.actions import correct_touchpoint, log_touchpoint
from contacts.choices import Channel
from contacts.models import Contact, Touchpoint
from retention.integrations.imports.actions import NotNow, undo_import
from retention.integrations.models import Import, ImportRow, ImportState
from retention.lib.clock import database_now
from retention.team.models import User

from .running import applied, everything, pack, undone

LEFT_BEHIND = {"accounts_fxrate"}
"""What an undo leaves on purpose: the rate of a currency is true without the import."""


def without_audit(found: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    return {
        table: what
        for table, what in found.items()
        if not (table.endswith("event") and table != "accounts_timelineevent") and table not in LEFT_BEHIND
    }


def kept(of: Import) -> dict[str, str]:
    return dict(ImportRow.objects.filter(of=of, state="kept").values_list("record_type", "reason"))


def test_everything_made_is_removed_again(ada: User, machine: User) -> None:
    before = without_audit(everything())
    of = undone(ada, applied(ada, pack(), owners={"Vic Stone": "inactive"}))
    assert of.state == ImportState.UNDONE
    assert of.summary["undone"] == {"removed": 27, "skipped": 14, "unclear": 4, "rejected": 5}
    assert without_audit(everything()) == before


def test_the_files_can_be_imported_again_afterwards(ada: User) -> None:
    undone(ada, applied(ada, pack()))
    again = applied(ada, pack())
    assert again.summary["result"]["added"] == 27


def test_an_account_that_was_there_before_keeps_what_it_had(ada: User) -> None:
    there = Account.objects.create(name="Vela Ferries", city="Oslo", phone="1")
    of = applied(ada, pack())
    there.refresh_from_db()
    assert (there.city, there.phone) == ("Ålesund", "555-0105")
    undone(ada, of)
    there.refresh_from_db()
    assert (there.city, there.phone) == ("Oslo", "1")
    assert not there.contracts.exists()
    assert not there.movements.exists()
    assert Account.objects.count() == 1


def test_a_field_somebody_changed_since_is_kept_and_listed(ada: User) -> None:
    there = Account.objects.create(name="Vela Ferries", city="Oslo", phone="1")
    of = applied(ada, pack("companies"))
    there.refresh_from_db()
    edit_account(account=there, changes={"city": "Bergen"}, by=ada, at=database_now(), expected_version=None)
    undone(ada, of)
    there.refresh_from_db()
    assert (there.city, there.phone) == ("Bergen", "1")
    assert kept(of) == {"account": "Changed since, so kept: city."}


def test_what_somebody_logged_keeps_the_contact_and_the_account(ada: User) -> None:
    of = applied(ada, pack())
    contact = Contact.objects.get(person__name="Per Holm")
    log_touchpoint(
        account=contact.account, contacts=[contact], channel=Channel.CALL, happened_at=database_now(),
        by=ada, at=database_now(),
    )  # fmt: skip
    undone(ada, of)
    assert set(Account.objects.values_list("name", flat=True)) == {"Nordkyn Seafood"}
    assert Contact.objects.get() == contact
    assert set(kept(of)) >= {"account", "contact"}
    assert not Contract.objects.exists()


def test_a_corrected_touchpoint_and_an_edited_account_stay(ada: User) -> None:
    of = applied(ada, pack())
    correct_touchpoint(
        touchpoint=Touchpoint.objects.get(subject="Yard visit"),
        changes={"minutes": 45},
        by=ada,
        at=database_now(),
    )
    account = Account.objects.get(name="Orchid Textiles")
    edit_account(account=account, changes={"tier": "B"}, by=ada, at=database_now(), expected_version=None)
    undone(ada, of)
    rows = ImportRow.objects.filter(of=of, state="kept")
    reasons = dict(rows.exclude(record_type="contact").values_list("group", "reason"))
    assert reasons["=orchid textiles"] == "Kept: it was changed since."
    assert Touchpoint.objects.count() == 2
    assert set(Account.objects.values_list("name", flat=True)) == {"Orchid Textiles", "Vela Ferries"}


def test_a_record_that_a_later_import_changed_stays_until_that_one_is_taken_back(ada: User) -> None:
    first = applied(ada, pack("companies"))
    row = ',Lund,Ana Ruiz,Coast,"$'
    second = applied(ada, pack("companies", companies=(f"555-0101{row}", f"555-0777{row}")))
    undone(ada, first)
    assert Account.objects.get().name == "Brightwater Foods"
    undone(ada, second)
    assert Account.objects.get().phone == "555-0101"


def test_after_seven_days_it_is_too_late(ada: User) -> None:
    of = applied(ada, pack("companies"))
    Import.objects.filter(pk=of.pk).update(applied_at=database_now() - timedelta(days=7, seconds=1))
    with pytest.raises(NotNow, match="7 days"):
        undo_import(of=of, by=ada, at=database_now())
    assert Account.objects.count() == 5


def test_a_checked_import_cannot_be_taken_back(ada: User) -> None:
    of = undone(ada, applied(ada, pack("companies")))
    with pytest.raises(NotNow, match="undone"):
        undo_import(of=of, by=ada, at=database_now())
