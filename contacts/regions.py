"""The country in whose way days, figures and amounts for a customer are written; words stay English. Pure."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from babel.localedata import exists

from accounts.models import Account
from retention.lib.accepts import InputRefused, country_names
from retention.lib.written import USUAL

from .models import Contact


@cache
def regions() -> Mapping[str, str]:
    """English name by code of every country whose way of writing is known for English text."""
    return {code: name for code, name in country_names().items() if exists(f"en_{code}")}


def in_words() -> list[tuple[str, str]]:
    """Codes with names, in the order of the names."""
    return sorted(regions().items(), key=lambda each: each[1])


def region_of(account: Account, contact: Contact | None) -> str:
    """Where the contact is, else the account, as far as its way of writing is known; else the usual one."""
    said = (contact.country if contact else "", account.country)
    return next((code for code in said if code in regions()), USUAL)


def region_of_all(account: Account, contacts: Collection[Contact]) -> str:
    """The same for something that several of theirs read: where they all are, else where the account is."""
    alone = next(iter(contacts)) if len({one.country for one in contacts}) == 1 else None
    return region_of(account, alone)


def known_region(value: Any, field: str) -> str:
    """A country whose way of writing is known, or empty."""
    code = str(value or "").strip().upper()
    if code and code not in regions():
        raise InputRefused(f"“{code[:20]}” is no country whose way of writing is known.", field=field)
    return code
