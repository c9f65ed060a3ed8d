"""How likely two accounts are one customer, and why (docs/methods.md, Duplicates). Pure."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from .alike import NOT_ALIKE, Likeness, told

ALIKE_FROM = 80
FEWEST_DIGITS = 7
_LEGAL = (
    "ab ag aps as asa bv co company corp corporation doo eg ehf eurl ev gmbh group holding inc incorporated "
    "kft kg kgaa limited llc llp ltd mbh nv oy oyj plc pte pty sa sarl sas se sl sp spa spzoo srl sro uab ug"
)
LEGAL_FORMS = frozenset(_LEGAL.split())
"""Words that tell how a company is made, not which one it is."""
_FREE = (
    "aol.com bluewin.ch free.fr freenet.de gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hotmail.com "
    "icloud.com laposte.net libero.it live.com mail.com mail.ru me.com msn.com orange.fr outlook.com "
    "proton.me protonmail.com qq.com t-online.de wanadoo.fr web.de yahoo.com yahoo.de yandex.ru"
)
FREE_DOMAINS = frozenset(_FREE.split())
"""Domains at which anybody has an address."""


@dataclass(frozen=True, slots=True)
class Company:
    """What an account is known by: folded name, host of its web address, digits, domains of its people."""

    name: str
    host: str
    digits: str
    domains: frozenset[str]
    country: str = ""


def core_name(name: str) -> str:
    """A folded name without legal forms and signs: "vela hotels gmbh & co. kg" is "vela hotels"."""
    words = re.sub(r"[^\w\s]+", " ", name.replace(".", "")).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or name


def likeness(first: Company, second: Company) -> Likeness:
    """How likely both are one customer.

    Each reason leaves a share of the doubt: a name from 80 % alike up to 35 %, 70 % in another country; the
    same web address 40 %, the same phone 50 %, people at the same domain 50 %.
    """
    alike: float = fuzz.token_sort_ratio(core_name(first.name), core_name(second.name))
    doubt, reasons = 1.0, []
    if alike >= ALIKE_FROM:
        elsewhere = bool(first.country and second.country and first.country != second.country)
        most = 0.3 if elsewhere else 0.65
        doubt *= 1 - most * (alike - ALIKE_FROM) / (100 - ALIKE_FROM)
        reasons.append("name")
    if first.host and first.host == second.host:
        doubt *= 0.4
        reasons.append("domain")
    if first.domains & second.domains:
        doubt *= 0.5
        reasons.append("email")
    if len(first.digits) >= FEWEST_DIGITS and first.digits == second.digits:
        doubt *= 0.5
        reasons.append("phone")
    return told(doubt, reasons) if reasons else NOT_ALIKE
