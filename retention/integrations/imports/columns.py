"""What a file holds, told by its column names, and which column holds which field. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

ACCOUNT, ACCOUNT_ID = "account", "account_id"


@dataclass(frozen=True)
class Kind:
    """A kind of file. Of every group of ``needs`` one field must be there; ``words`` are synonyms."""

    name: str
    label: str
    record_type: str
    needs: tuple[tuple[str, ...], ...]
    words: dict[str, str]


def _kind(kind: str, label: str, record_type: str, needs: str, /, **words: str) -> Kind:
    groups = tuple(tuple(group.split("|")) for group in needs.split())
    return Kind(kind, label, record_type, groups, words)


KINDS = (
    _kind(
        "users", "Our people", "user", "manager email first_name|name last_name|name",
        first_name="firstname", last_name="lastname surname", name="name fullname",
        email="primaryemail email emailaddress", title="title jobtitle", manager="manager reportsto",
    ),
    _kind(
        "territories", "Territories", "", "territory manager",
        territory="territoryname", manager="manager", parent="parent",
    ),
    _kind("goals", "Goals", "", "owner metric", owner="goalowner", metric="goalmetric"),
    _kind("campaigns", "Campaigns", "", "type", type="campaigntype"),
    _kind(
        "products", "Products", "product", "code name",
        code="productid productcode sku", name="name productname", family="hierarchypath family category",
        status="status", structure="productstructure",
    ),
    _kind(
        "contracts", "Deals", "contract", "topic account status closed",
        topic="topic opportunityname dealname", account="potentialcustomer account accountname customer",
        status="status", closed="actualclosedate", amount="actualrevenue", currency="currency",
        created="createdon", owner="owner", estimate="estrevenue estimatedrevenue expectedrevenue",
        closes="estclosedate estimatedclosedate expectedclosedate closedate", step="nextstep",
        product="proposedsolution productname product",
        stage="salesstage dealstage opportunitystage stagename stage",
    ),
    _kind(
        "invoices", "Invoices", "invoice", "number account|account_id due amount",
        id="invoiceid externalid", number="invoicenumber invoiceno number invoice",
        account="accountname account customer customername company companyname",
        account_id="accountid customerid companyid", issued="invoicedate issuedon issued date",
        due="duedate dueon due", amount="amount total totalamount amountdue", currency="currency",
        paid_on="paidon paymentdate paid", paid_amount="paidamount amountpaid",
        disputed="disputedsince disputed", dispute="disputereason",
    ),
    _kind(
        "emails", "E-mails", "touchpoint", "subject from to direction",
        subject="subject", **{"from": "from"}, to="to", regarding="regarding", direction="direction",
        reason="statusreason", status="activitystatus status", sent="datesent", ended="actualend",
        modified="modifiedon", text="description body", owner="owner", copy="cc",
    ),
    _kind(
        "appointments", "Appointments", "touchpoint", "subject attendees start",
        subject="subject", attendees="requiredattendees attendees", regarding="regarding", start="starttime",
        end="endtime", started="actualstart", ended="actualend", status="status", minutes="duration",
        owner="owner", created="createdon", text="description", online="isonlinemeeting", location="location",
        organizer="organizer",
    ),
    _kind(
        "contacts", "Contacts", "contact",
        "name|last_name account|account_id email|title|phone|mobile",
        id="id contactid externalid", name="name fullname contactname contact", first_name="firstname",
        last_name="lastname surname", email="email emailaddress", phone="businessphone phone telephone",
        mobile="mobilephone mobile", title="title jobtitle position",
        account="companyname company account accountname customer organisation organization",
        account_id="accountid companyid customerid", country="address1countryregion country mailingcountry",
        role="buyingrole decisioninfluencelabels role", time_zone="timezone", language="language",
    ),
    _kind(
        "accounts", "Accounts", "account", "name",
        id="id accountid externalid customerid",
        name="accountname name company companyname account customer customername organisation organization",
        phone="mainphone phone telephone", city="address1city billingcity city town",
        country="address1countryregion billingcountry country officelocation", website="website url homepage",
        sector="sector industry branch", owner="owner accountowner ownername accountmanager",
        contact="primarycontact", tier="tier segment", currency="currency", since="customersince",
        first_value="firstvalueon firstvalue firstvaluedate",
        parent="parent parentaccount subsidiaryof", parent_id="parentid parentaccountid",
        time_zone="timezone",
    ),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
NOT_USED = ("territories", "goals", "campaigns")
"""Recognised, so that people see that they were understood, and not read further."""


OF_DEALS = {"opportunityid", "dealstage", "salesstage", "dealid", "invoiceid", "ticketid", "subscriptionid"}


def squeezed(column: str) -> str:
    """Letters and digits of a column's name, in lower case: "Address 1: City" is "address1city"."""
    return re.sub(r"[^0-9a-zß-öø-ÿ]+", "", column.lower())


def recognise(columns: Sequence[str]) -> tuple[Kind, dict[str, int]] | None:
    """The kind of a file and the place of each field; None when its columns say nothing to us."""
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(squeezed(column), place)
    best: tuple[int, Kind, dict[str, int]] | None = None
    for kind in KINDS:
        mapping = _mapping(kind, places)
        has_all = all(any(field in mapping for field in group) for group in kind.needs)
        if has_all and kind.name == "accounts" and _is_of_something_else(places, mapping):
            continue
        if has_all and (best is None or len(kind.needs) > best[0]):
            best = (len(kind.needs), kind, mapping)
    return (best[1], best[2]) if best else None


def _is_of_something_else(places: dict[str, int], mapping: dict[str, int]) -> bool:
    """Deals name their customer too, and a bare "Name" among strange columns may be anything."""
    return bool(OF_DEALS & set(places)) or (set(mapping) == {"name"} and "name" in places and len(places) > 1)


def _mapping(kind: Kind, places: dict[str, int]) -> dict[str, int]:
    """The first synonym that is there counts; one column serves one field."""
    found: dict[str, int] = {}
    for field, words in kind.words.items():
        for word in words.split():
            if word in places and places[word] not in found.values():
                found[field] = places[word]
                break
    return found


def suggested(kind: Kind, columns: Sequence[str]) -> dict[str, int]:
    """The places of a kind's fields as far as column names tell, whether or not they suffice."""
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(squeezed(column), place)
    return _mapping(kind, places)


def header_of(columns: Sequence[str]) -> str:
    """A digest of a file's column names in their order: what somebody said of them is remembered under it."""
    return sha256(("header|" + "|".join(squeezed(column) for column in columns)).encode()).hexdigest()


def signature_of(files: Sequence[tuple[str, Sequence[str]]]) -> str:
    """A digest of kinds and columns: files of the same shape get the same choices offered."""
    shape = sorted(f"{kind}:{'|'.join(squeezed(column) for column in columns)}" for kind, columns in files)
    return sha256("\n".join(shape).encode()).hexdigest()
