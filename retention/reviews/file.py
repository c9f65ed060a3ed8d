"""A review put together for those who read it: the same for page, print, PDF and API.

``customer_file`` reads nothing of the appendix; only ``internal_file`` does.
"""

import copy
from typing import Any

from django.conf import settings
from django.db.models import Q

from contacts.choices import BuyingRole
from contacts.models import Contact
from retention.lib.written import day_words, written_in

from .agenda import Agenda, agenda_of
from .models import BusinessReview, ReviewDecision, ReviewSeat, ReviewSection
from .pack.blocks import Block, day, lines, pairs, table
from .region import region_of_review
from .sections import BY_KEY, INSIDE, SECTIONS, Section

DECIDERS = (
    BuyingRole.ECONOMIC_BUYER,
    BuyingRole.DECISION_MAKER,
    BuyingRole.EXECUTIVE_SPONSOR,
    BuyingRole.CHAMPION,
)

FOLLOWED = ("promise__user", "promise__contact__person", "step__owner", "action__owner",
            "action__their_owner__person")  # fmt: skip
ALWAYS = {"purpose", "priorities", "commitments"}
ASKED = ("What matters most to you now?", "What has changed since we last met?")


def customer_file(review: BusinessReview) -> dict[str, Any]:
    """What may be handed to the customer: as it was shown once the review was held, whatever is called
    otherwise since; before that, what stands there now."""
    if review.is_held and review.shown is not None:
        return copy.deepcopy(review.shown)
    return composed(review)


def composed(review: BusinessReview) -> dict[str, Any]:
    """Sections that are not left out and say something, each with its commentary."""
    with written_in(region_of_review(review)):
        return _composed(review)


def _composed(review: BusinessReview) -> dict[str, Any]:
    seats = list(review.seats.select_related("contact__person", "user").order_by("id"))
    decisions = list(review.decisions.select_related(*FOLLOWED))
    blocks = {row["key"]: list(row["blocks"]) for row in review.pack}
    words = {key: row.commentary for key, row in _written(review).items()}
    blocks["purpose"] = [*_purpose(review, seats), *_agenda(review)]
    blocks["commitments"] = [*_decided(decisions), *blocks.get("commitments", []), *_next(review)]
    if review.as_of is not None and not blocks.get("priorities") and not words.get("priorities"):
        blocks["priorities"] = lines("We ask you first", ASKED)
    kept = [BY_KEY[key] for key in shown_keys(review)]
    return {
        "title": review.get_kind_display(),
        "account": review.account.name,
        "company": settings.KEEL_COMPANY,
        "date": day(review.held_on or review.planned_on),
        "period": f"{day(review.period_start)} to {day(review.period_end)}",
        "purpose": review.purpose or None,
        "contact": review.owner.name,
        "as_of": day(review.as_of),
        "definitions": review.definitions,
        "sections": [_section(row, number, blocks, words) for number, row in enumerate(kept, start=1)],
    }


def internal_file(review: BusinessReview) -> dict[str, Any]:
    """The same with the appendix, for ourselves."""
    blocks = {row["key"]: row["blocks"] for row in review.inside}
    return customer_file(review) | {
        "appendix": [_section(row, None, blocks, {}) for row in INSIDE],
    }


def shown_keys(review: BusinessReview) -> list[str]:
    """Sections for the customer: not left out, and once there is a pack only those that say something.

    What matters to them is asked first of all, whether or not we know something of it.
    """
    said = _written(review)
    kept = [row.key for row in SECTIONS if row.key not in said or not said[row.key].is_left_out]
    if review.as_of is None:
        return kept
    known = {row["key"] for row in review.pack if row["blocks"]} | ALWAYS
    return [key for key in kept if key in known or (key in said and said[key].commentary)]


def silent_keys(review: BusinessReview) -> list[str]:
    """Sections that were not left out and have nothing to say."""
    shown, said = set(shown_keys(review)), _written(review)
    return [
        row.key for row in SECTIONS
        if row.key not in shown and not (row.key in said and said[row.key].is_left_out)
    ]  # fmt: skip


def agenda(review: BusinessReview) -> Agenda:
    """How the time is spread over what is shown."""
    return agenda_of(shown_keys(review), {key: row.minutes for key, row in _written(review).items()})


def _written(review: BusinessReview) -> dict[str, ReviewSection]:
    return {row.key: row for row in review.sections.all()}


def _agenda(review: BusinessReview) -> list[Block]:
    """What is talked about and for how long; afterwards it is no news."""
    plan = agenda(review)
    if review.is_held or not plan.minutes:
        return []
    each = [(row.title, f"{row.minutes} minutes") for row in plan.items if row.minutes]
    return pairs(("We talk about", f"{plan.minutes} minutes"), *each)


def _section(
    section: Section, number: int | None, blocks: dict[str, list[Block]], words: dict[str, str]
) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": number,
        "title": section.title,
        "question": section.question,
        "commentary": words.get(section.key, ""),
        "blocks": blocks.get(section.key, []),
    }


def _purpose(review: BusinessReview, seats: list[ReviewSeat]) -> list[Block]:
    """Who, what for, what shall be decided; after the review who came."""
    head = ("With you", "Title") if not review.is_held else ("With you", "Title", "There")
    theirs = [(seat.contact.name, seat.contact.title, *_came(review, seat)) for seat in seats if seat.contact]
    ours = [(seat.user.name, "", *_came(review, seat)) for seat in seats if seat.user]
    with_us = ("With us", *head[1:])
    return [
        *pairs(("Purpose", review.purpose or None), ("To be decided", review.decisions_wanted or None)),
        *table(head, theirs),
        *table(with_us, ours),
    ]


def _came(review: BusinessReview, seat: ReviewSeat) -> tuple[str, ...]:
    if not review.is_held:
        return ()
    return ("Yes" if seat.came else "No",)


def _decided(decisions: list[ReviewDecision]) -> list[Block]:
    """What was decided, and who does what by when."""
    return table(
        ("Decided", "Who", "By"),
        [(row.text, _who(row), _by(row)) for row in sorted(decisions, key=lambda r: r.pk)],
    )


def _who(row: ReviewDecision) -> str | None:
    if row.step is not None:
        return row.step.owner.name
    if row.action is not None:
        return row.action.owner_name or None
    if row.promise is None:
        return None
    theirs = row.promise.side == "theirs" and row.promise.contact is not None
    return row.promise.contact.name if theirs and row.promise.contact else row.promise.user.name


def _by(row: ReviewDecision) -> str | None:
    due = row.step or row.promise or row.action
    return day(due.due_on) if due is not None else None


def _next(review: BusinessReview) -> list[Block]:
    when = day_words(review.next_on, full=True) if review.next_on else "To be agreed in this meeting"
    return lines("When we meet next", [when])


def deciders_without_seat(review: BusinessReview) -> list[Contact]:
    """Who decides, by map or card, and has no seat (or did not come)."""
    rows = Contact.objects.filter(account=review.account_id, departed_on__isnull=True, person__isnull=False)
    on_map = Q(map_roles__role__in=DECIDERS, map_roles__ends_on__isnull=True)
    holders = rows.filter(Q(buying_role__in=DECIDERS) | on_map).select_related("person").distinct()
    seats = review.seats.filter(contact__isnull=False)
    here = set((seats.filter(came=True) if review.is_held else seats).values_list("contact_id", flat=True))
    return [row for row in holders.order_by("person__name", "id") if row.pk not in here]


def missing_deciders(review: BusinessReview) -> list[str]:
    """The same in words: their names and parts."""
    return [_part(row) for row in deciders_without_seat(review)]


def _part(row: Contact) -> str:
    known = row.buying_role != BuyingRole.UNKNOWN
    return f"{row.name}, {row.get_buying_role_display().lower()}" if known else row.name
