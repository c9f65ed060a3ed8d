"""The sentences of check-ins. Pure; dates are written out so that a stored sentence keeps."""

from datetime import date

ROLE_PHRASES = {
    "economic_buyer": "an economic buyer",
    "decision_maker": "a decision maker",
    "executive_sponsor": "an executive sponsor",
    "champion": "a champion",
    "coach": "a coach",
    "influencer": "an influencer",
    "user_lead": "a user lead",
    "end_user": "an end user",
    "gatekeeper": "a gatekeeper",
    "procurement": "procurement",
    "legal": "legal",
    "finance": "finance",
    "deliverable_recipient": "a recipient of deliverables",
}
LAST_CONTACT = "Last two-way contact on "
NEVER = "No two-way contact yet"
TIMES = {1: "once", 2: "twice"}


def day_text(day: date) -> str:
    """A date as people write it: 3 December 2026."""
    return f"{day:%-d %B %Y}"


def who_phrase(role: str | None, *, is_key: bool = False) -> str:
    """The part somebody plays, with its article; empty for the account as a whole."""
    if role is None:
        return ""
    return ROLE_PHRASES.get(role) or ("a key contact" if is_key else "a contact")


def rule_reason(interval_days: int, *, who: str, tier: str, shortened: str = "", base_days: int = 0) -> str:
    """The interval and the rule it comes from, with what shortens it now."""
    owner = f"for {who} of a tier {tier} account" if who else f"for a tier {tier} account"
    if shortened and base_days != interval_days:
        return f"every {interval_days} days instead of {base_days} {owner} {shortened}"
    return f"every {interval_days} days {owner}"


def wish_reason(interval_days: int, *, is_stated: bool) -> str:
    """The interval when it comes from the person themselves."""
    return f"every {interval_days} days, as they {'asked' if is_stated else 'seem to prefer'}"


def full_text(until: date) -> str:
    """Why a check-in waits for somebody whom we reached as often as they want."""
    return f"reached often enough in 30 days, so not before {day_text(until)}"


def due_reason(
    *,
    anchor_on: date | None,
    after_skip: bool,
    interval_reason: str,
    asides: tuple[str, ...] = (),
    gaps: tuple[str, ...] = (),
) -> str:
    """Why a check-in is due, in one sentence of at most 300 characters; a gap of the map comes first."""
    if anchor_on is None:
        start = NEVER
    elif after_skip:
        start = f"Skipped until {day_text(anchor_on)}"
    else:
        start = f"{LAST_CONTACT}{day_text(anchor_on)}"
    if gaps:
        start = f"{start[:1].lower()}{start[1:]}"
    return "; ".join((*gaps, start, interval_reason, *asides))[:299] + "."


def counted_reason(reason: str, last_two_way_on: date | None, *, on: date) -> str:
    """The stored sentence with the days since the last contact counted for *on*."""
    if last_two_way_on is None or (days := (on - last_two_way_on).days) < 1:
        return reason
    said, counted = f"{LAST_CONTACT}{day_text(last_two_way_on)}", f"No two-way contact for {days} day"
    counted += "s" if days > 1 else ""
    if reason.startswith(said):
        return reason.replace(said, counted, 1)
    return reason.replace(f"; l{said[1:]}", f"; n{counted[1:]}", 1)


def tried_text(attempts: int) -> str:
    """How often somebody was tried without an answer since the last contact."""
    return f"tried {TIMES.get(attempts, f'{attempts} times')} without an answer"
