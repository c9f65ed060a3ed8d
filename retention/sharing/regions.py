"""The country in whose way a shared plan writes days, figures and amounts; its words stay English. Pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from babel.localedata import exists

from accounts.models import Account
from contacts.models import Contact
from retention.lib.accepts import InputRefused, country_names

USUAL = "GB"


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


def known_region(value: Any, field: str) -> str:
    """A country whose way of writing is known, or empty."""
    code = str(value or "").strip().upper()
    if code and code not in regions():
        raise InputRefused(f"“{code[:20]}” is no country whose way of writing is known.", field=field)
    return code
