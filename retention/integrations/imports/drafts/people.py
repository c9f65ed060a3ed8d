"""Rows of our people and of contacts. Pure."""

import re

from contacts.choices import BuyingRole
from contacts.seats import CONTACT_CHECKS, PERSON_CHECKS
from retention.lib import accepts

from ..refusals import RowRejected
from ..values import country_of, folded_name
from .draft import Cells, Draft, Reading, joined_name

TITLES = (
    (
        r"\b(cfo|chief financial|ceo|chief executive|owner|founder|managing director)\b",
        BuyingRole.ECONOMIC_BUYER,
    ),
    (r"(?<!vice )\bpresident\b", BuyingRole.ECONOMIC_BUYER),
    (r"procurement|purchas|sourcing|\bbuyer\b", BuyingRole.PROCUREMENT),
    (r"\blegal\b|counsel|lawyer", BuyingRole.LEGAL),
    (r"financ|account(ant|ing)|controller", BuyingRole.FINANCE),
    (r"\bchief\b|\b(coo|cto|cio|cmo|ciso|[se]?vp)\b|vice president", BuyingRole.EXECUTIVE_SPONSOR),
    (r"\bdirector\b|\bhead\b", BuyingRole.DECISION_MAKER),
    (r"\bmanager\b|\blead\b", BuyingRole.INFLUENCER),
)
"""Words of a title and the role they let us guess; the first that fits counts."""
_ROLES = {str(role.label).lower(): role.value for role in BuyingRole} | {
    role.value: role.value for role in BuyingRole
}


def draft_user(cells: Cells, reading: Reading) -> Draft:
    """One of our people by e-mail address. Raises RowRejected, DomainError."""
    email, name = accepts.email(cells["email"], "email"), joined_name(cells)
    if not email or not name:
        raise RowRejected("One of our people needs a name and an e-mail address.")
    values = {
        "name": accepts.text("The name", 120)(name, "name"),
        "email": email,
        "title": accepts.text("The title", 120)(cells["title"], "title"),
        "manager": cells["manager"],
    }
    return Draft(key=email, values=values, flags=cells.flags)


def draft_contact(cells: Cells, reading: Reading) -> Draft:
    """A contact by id, e-mail address or name at its account. Raises RowRejected, DomainError."""
    email = _address(cells)
    name = joined_name(cells)
    name = name if name.isascii() and name.isprintable() and len(name) <= 200 else _name(name)
    if not name:
        raise RowRejected("The contact has no name.")
    title = cells.accepted("title", CONTACT_CHECKS["title"], 160)
    said = _ROLES.get(cells["role"].lower(), "")
    values = {
        "name": name,
        "email": email,
        "phone": cells.if_sound("phone", PERSON_CHECKS["phone"])
        or cells.if_sound("mobile", PERSON_CHECKS["phone"]),
        "language": cells.if_sound("language", PERSON_CHECKS["language"]),
        "title": title,
        "buying_role": said
        or (guessed_role(title) if reading.choices.guess_roles else BuyingRole.UNKNOWN.value),
        "role_is_guessed": not said,
        "country": cells.if_sound("country", lambda text, _: country_of(text)) or reading.choices.country,
        "time_zone": cells.if_sound("time_zone", accepts.time_zone),
    }
    account, account_id = cells["account"], cells["account_id"]
    key = cells["id"] or email or f"{folded_name(name)}@{folded_name(account) or account_id}"
    return Draft(key=key[:200], values=values, account=account, account_id=account_id, flags=cells.flags)


def _address(cells: Cells) -> str:
    email = cells["email"].lower()
    if email and not _is_plain_address(email):
        email = _tidied_address(email, cells)
    if email and not _is_plain_address(email):
        try:
            return str(accepts.email(email, "email"))
        except accepts.InputRefused:
            raise RowRejected(
                f"{cells.column('email')}: “{email[:60]}” is not an e-mail address; "
                "perhaps the cells of this row stand one column off."
            ) from None
    return email


def _name(name: str) -> str:
    return str(PERSON_CHECKS["name"](name, "name")) if name else ""


def _tidied_address(email: str, cells: Cells) -> str:
    """Without a space inside or a stray sign at its end, when that alone makes it an address."""
    tidy = "".join(email.split()).rstrip("/;,.>").lstrip("<")
    if not _is_plain_address(tidy):
        return email
    cells.flags.append(f"tidied: {cells.column('email')}")
    return tidy


def _is_plain_address(email: str) -> bool:
    return (
        len(email) <= 254
        and re.fullmatch(r"[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", email) is not None
    )


def guessed_role(title: str) -> str:
    """The role a title lets us guess, or "unknown": a default until somebody says otherwise."""
    lowered = title.lower()
    return next((role.value for words, role in TITLES if re.search(words, lowered)), BuyingRole.UNKNOWN.value)
