"""Who must not be written to as if they were a prospect, and why (docs/methods.md, Suppression). Pure."""

from datetime import date

from .choices import Channel, ContactStatus

CUSTOMER, PAUSED, NO_MAIL, LEFT, OBJECTED = "customer", "paused", "no_mail", "left", "objected"
ENOUGH = "enough"
WORDS = {
    CUSTOMER: "They are a customer: no campaigns for prospects.",
    PAUSED: "They asked for silence.",
    NO_MAIL: "They asked us not to send mail.",
    LEFT: "They left.",
    ENOUGH: "They heard from us as often in 30 days as they want.",
    OBJECTED: "They objected to campaigns.",
}


def reasons(
    *, is_customer: bool, status: str, paused_until: date | None, forbidden: list[str], on: date,
    objected: bool = False, enough: bool = False,
) -> list[str]:  # fmt: skip
    """Every reason that holds on a day, the strongest first; empty when there is none."""
    found = []
    if objected:
        found.append(OBJECTED)
    if Channel.EMAIL in forbidden:
        found.append(NO_MAIL)
    if paused_until is not None and paused_until > on:
        found.append(PAUSED)
    if enough:
        found.append(ENOUGH)
    if status == ContactStatus.DEPARTED:
        found.append(LEFT)
    if is_customer:
        found.append(CUSTOMER)
    return found
