"""For each kind of file: where its rows belong, and whether they are new, changed or unchanged."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from accounts.models import RecordType

from ..models import ImportFile, RowState
from . import known
from .checking import Check
from .comparing import compare, still_open, taken
from .deciding import Decision
from .drafts.draft import Draft
from .judging_invoices import judge_invoices
from .judging_openings import judge_openings, note_won, settle_ended
from .refusals import RowUnclear
from .single_roles import refuse_second_buyers
from .values import folded_name

ACCOUNT_FIELDS = ("name", "phone", "city", "country", "website", "sector", "tier", "time_zone")
CONTACT_FIELDS = ("title", "buying_role", "country", "time_zone")
PERSON_FIELDS = ("name", "email", "phone", "language")
PRODUCT_FIELDS = ("name", "family", "is_retired")


def _known(check: Check, kind: str, decisions: list[Decision]) -> dict[str, int]:
    return known.records_known_as(kind, check.of.source, [one.key for one, _ in still_open(decisions)])


def judge_users(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """Our people: known by e-mail address; whoever is known is left as they are."""
    for one, draft in still_open(decisions):
        one.record_id = check.people.get(draft.values["email"])
        check.staged_people |= {folded_name(draft.values["name"]), draft.values["email"]}
        one.settle(RowState.UNCHANGED if one.record_id else RowState.NEW)


def judge_products(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """Products by code."""
    from accounts.models import Product

    codes = [draft.values["code"] for _, draft in still_open(decisions)]
    ids = dict(Product.objects.filter(code__in=codes).values_list("code", "id"))
    ids |= _known(check, RecordType.PRODUCT, decisions)
    compare(check, file, decisions, ids, RecordType.PRODUCT, "accounts_product", PRODUCT_FIELDS)


def judge_accounts(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """Accounts by the source's id, else by name."""
    ids = _known(check, RecordType.ACCOUNT, decisions)
    unknown = [draft.values["name"] for one, draft in still_open(decisions) if one.key not in ids]
    named = known.accounts_named(unknown) if unknown else {}
    for one, draft in still_open(decisions):
        same = named.get(folded_name(draft.values["name"]), [])
        if one.key not in ids and len(same) > 1:
            one.settle(RowState.UNCLEAR, f"Several accounts are named “{draft.values['name'][:80]}”.")
        elif one.key not in ids and same:
            ids[one.key] = same[0]
    compare(check, file, decisions, ids, RecordType.ACCOUNT, "accounts_account", ACCOUNT_FIELDS)
    for one, draft in taken(decisions):
        one.group = f"={one.key}"
        check.places.add_account(one.group, one.key, draft.values["name"], one.record_id)
        check.account_rows[one.group] = one.row_id
        check.primaries[one.group] = folded_name(draft.values["contact"])
        check.note_owner(draft.values["owner"])


def judge_contacts(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """Contacts by the source's id or e-mail address, else by name at their account."""
    opened = still_open(decisions)
    check.places.look_up([draft.account for _, draft in opened], [draft.account_id for _, draft in opened])
    for one, draft in opened:
        _place(check, one, draft)
    refuse_second_buyers(check, opened)
    ids = _known(check, RecordType.CONTACT, decisions) | _contacts_there(check, decisions)
    seats = known.values_of("contacts_contact", list(ids.values()), ("account_id", "person_id"))
    for one, _draft in still_open(decisions):
        there = seats.get(ids.get(one.key, 0))
        if there and check.places.account_ids.get(one.group) != there["account_id"]:
            one.settle(RowState.UNCLEAR, "This contact was at another account. Say there that they left.")
    compare(
        check, file, decisions, ids, RecordType.CONTACT, "contacts_contact", CONTACT_FIELDS, PERSON_FIELDS
    )
    for one, draft in taken(decisions):
        draft.values["is_key"] = check.primaries.get(one.group) == folded_name(draft.values["name"])
        reference = f"#{one.record_id}" if one.record_id else one.key
        check.places.add_contact(one.group, reference, draft.values["name"], draft.values["email"])


def judge_contracts(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """Contracts are only ever added: what was imported is changed in Keel. Open deals follow their source."""
    settle_ended(check, decisions)
    opened = still_open(decisions)
    check.places.look_up([draft.account for _, draft in opened], [])
    ids = _known(check, RecordType.CONTRACT, decisions)
    for one, draft in opened:
        _place(check, one, draft)
    judge_openings(check, file, decisions)
    note_won(check, decisions)
    for one, draft in still_open(decisions):
        one.record_id = ids.get(one.key)
        one.settle(RowState.UNCHANGED if one.record_id else RowState.NEW)
        _weigh(check, one.group, draft.values)


def _weigh(check: Check, group: str, values: dict[str, Any]) -> None:
    """What follows for the account: its ARR today, and since when it is a customer."""
    running = values["start"] <= check.today.isoformat() <= values["end"]
    check.worth[group] = check.worth.get(group, Decimal(0)) + (Decimal(values["arr"]) if running else 0)
    check.since[group] = min(check.since.get(group, values["start"]), values["start"])
    check.currencies.add(values["currency"])
    check.currency_of.setdefault(group, values["currency"])
    check.spans.setdefault((group, values["product"]), []).append((values["start"], values["end"]))


def judge_touchpoints(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """E-mails and appointments: with whom, at which account; they are only ever added."""
    opened = still_open(decisions)
    words = {
        word
        for _, draft in opened
        for word in (*draft.values["who"], *draft.values["in_copy"], draft.account)
    }
    check.places.look_up([draft.account for _, draft in opened], [])
    check.places.look_up_people(words)
    ids = _known(check, RecordType.TOUCHPOINT, decisions)
    for one, draft in opened:
        values = draft.values
        try:
            one.group, values["contacts"], strangers = check.places.touchpoint(values["who"], draft.account)
        except RowUnclear as refused:
            one.settle(RowState.UNCLEAR, refused.message)
            continue
        one.flags += [f"nobody known as: {word}" for word in strangers[:3]]
        one.record_id = ids.get(one.key)
        one.settle(RowState.UNCHANGED if one.record_id else RowState.NEW)
        check.note_owner(values["owner"])
        if values["thread"]:
            check.mails.append(
                (one.row_id, values["thread"], one.group, values["happened_at"], values["direction"])
            )


def _place(check: Check, one: Decision, draft: Draft) -> None:
    try:
        one.group = check.places.account(draft.account, draft.account_id)
    except RowUnclear as refused:
        one.settle(RowState.UNCLEAR, refused.message)


def _contacts_there(check: Check, decisions: list[Decision]) -> dict[str, int]:
    """Contacts of Keel's with the same address, or the same name, at the same account."""
    at_known = [(one, draft) for one, draft in still_open(decisions) if one.group in check.places.account_ids]
    if not at_known:
        return {}
    names = {draft.values["name"] for _, draft in at_known}
    emails = {draft.values["email"] for _, draft in at_known if draft.values["email"]}
    there: dict[tuple[int, str], int] = {}
    for number, account_id, name, email in known.contacts_like(names, emails):
        for word in (folded_name(name), email):
            if word:
                there.setdefault((account_id, word), number)
    found = {}
    for one, draft in at_known:
        account_id = check.places.account_ids[one.group]
        words = (draft.values["email"], folded_name(draft.values["name"]))
        same = next((there[account_id, word] for word in words if (account_id, word) in there), None)
        if same is not None:
            found[one.key] = same
    return found


JUDGES: dict[str, Callable[[Check, ImportFile, list[Decision]], None]] = {
    "users": judge_users,
    "products": judge_products,
    "accounts": judge_accounts,
    "contacts": judge_contacts,
    "contracts": judge_contracts,
    "invoices": judge_invoices,
    "emails": judge_touchpoints,
    "appointments": judge_touchpoints,
}
