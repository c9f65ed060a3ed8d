"""Files are known by their columns, not by their names."""

import pytest

from retention.integrations.imports.columns import recognise, signature_of
from retention.integrations.imports.tables import read_table

from .running import pack

KINDS = {
    "campaigns.csv": "campaigns",
    "catalogue.csv": "products",
    "companies.csv": "accounts",
    "contacts.csv": "contacts",
    "deals.csv": "contracts",
    "mails.csv": "emails",
    "meetings.csv": "appointments",
    "people.csv": "users",
    "regions.csv": "territories",
    "targets.csv": "goals",
}


def kind_of(*columns: str) -> str:
    found = recognise(columns)
    return found[0].name if found else ""


def test_every_file_of_the_pack_is_known() -> None:
    found = {name: kind_of(*read_table(content).columns) for name, content in pack()}
    assert found == KINDS


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (("name", "owner", "tier"), "accounts"),
        (("Account Name",), "accounts"),
        (("Company", "City"), "accounts"),
        (("Id", "Name", "BillingCity", "Industry"), "accounts"),
        (("account", "sector", "revenue"), "accounts"),
        (("name", "email", "account"), "contacts"),
        (("Id", "AccountId", "LastName", "FirstName", "Phone"), "contacts"),
        (("Name", "GEOID", "State"), ""),
        (("opportunity_id", "account", "deal_stage"), ""),
        (("a", "b", "c"), ""),
        (("",), ""),
    ],
)
def test_plain_files_are_known_by_usual_words(columns: tuple[str, ...], kind: str) -> None:
    assert kind_of(*columns) == kind


def test_one_column_serves_one_field() -> None:
    found = recognise(("Account Name", "Company", "Owner"))
    assert found is not None
    assert found[1] == {"name": 0, "owner": 2}


def test_the_signature_sees_columns_and_not_their_order_of_upload() -> None:
    one, other = ("accounts", ["Name", "City"]), ("contacts", ["Name", "Company"])
    assert signature_of([one, other]) == signature_of([other, one])
    assert signature_of([one]) != signature_of([("accounts", ["Name", "Town"])])
