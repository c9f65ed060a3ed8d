"""Who answers for what: the deliverables of one account, and of all."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account
from contacts.choices import ContactStatus
from contacts.models import Contact
from retention.lib.keyset import Sort
from retention.team.models import User
from retention.teamwork.answering import Answers, Somebody
from retention.teamwork.filters import DeliverableFilter
from retention.teamwork.models import (
    Deliverable,
    DeliverableKind,
    DeliverablePart,
    DeliverableQuerySet,
    DeliverableRecipient,
    Part,
)

from ..lists import Heading, listing, quick_views
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

SORTS = {"new": Sort("id", "Newest", int, descending=True)}
HEADINGS = (
    Heading("What"),
    Heading("Account"),
    Heading("Accountable"),
    Heading("Responsible"),
    Heading("Goes to"),
    Heading("Gaps"),
)
MANY = 500
PEOPLE = ("user", "contact__person")


@dataclass(frozen=True)
class Shown:
    """A deliverable with everybody who has to do with it."""

    row: Deliverable
    answers: Answers


def with_people(rows: DeliverableQuerySet, user: User) -> DeliverableQuerySet:
    """The rows with all their people, in three queries."""
    parts: Any = DeliverablePart.objects.visible_to(user).select_related(*PEOPLE).order_by("id")
    got: Any = DeliverableRecipient.objects.visible_to(user).select_related("contact__person").order_by("id")
    rows = rows.select_related("account", "accountable_user", "accountable_contact__person")
    return rows.prefetch_related(Prefetch("parts", parts), Prefetch("recipients", got))


def shown(row: Deliverable) -> Shown:
    """What the row's people mean."""
    parts: dict[str, list[Somebody]] = {part: [] for part in Part.values}
    for each in row.parts.all():
        parts[each.part].append(_one(each.user, each.contact, each.pk))
    received = [
        _one(None, got.contact, got.pk, note=", ".join(filter(None, (got.get_way_display(), got.note))))
        for got in row.recipients.all()
    ]
    answers = Answers(
        accountable=_one(row.accountable_user, row.accountable_contact),
        responsible=parts[Part.RESPONSIBLE],
        consulted=parts[Part.CONSULTED],
        informed=parts[Part.INFORMED],
        recipients=received,
        is_received=row.kind != DeliverableKind.TOPIC,
    )
    return Shown(row, answers)


def _one(user: User | None, contact: Contact | None, key: int = 0, note: str = "") -> Somebody:
    if contact is not None:
        there = contact.status != ContactStatus.DEPARTED
        return Somebody(contact.name, False, there, key, reverse("contact", args=[contact.pk]), note)
    return Somebody(user.name if user else "", True, bool(user and user.is_active), key, "", note)


@require_safe
def deliverables(request: HttpRequest) -> HttpResponse:
    """Deliverables of every account the reader sees, and where somebody is missing."""
    user = reader(request)
    rows = with_people(Deliverable.objects.visible_to(user), user)
    segments = quick_views(
        request,
        (
            (_("All"), ""),
            (_("With a gap"), "gap=1"),
            (_("Nobody receives it"), "unsent=1"),
            (_("I am accountable"), "accountable_user=me"),
            (_("Ended"), "ended=1"),
        ),
    )
    found = listing(request, rows, DeliverableFilter, sorts=SORTS, headings=HEADINGS)
    context: dict[str, Any] = {
        "list": found,
        "rows": [shown(row) for row in found.rows],
        "segments": segments,
        "answer": _answer(user),
    }
    return render(request, "desk/deliverables/list.html", context)


def _answer(user: User) -> SafeString:
    rows = Deliverable.objects.visible_to(user)
    accounts = rows.without_recipient().order_by().values_list("account_id", flat=True).distinct()
    unsent = len(accounts[:MANY])
    if not unsent:
        return answer(sentence(_("You know who receives every deliverable.")))
    who = fact(opening(counted(unsent, "account gets", "accounts get")), "?unsent=1")
    return answer(sentence(_("{who} something of which you do not know who receives it."), who=who))


@require_safe
def account_deliverables(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for what at one account, on both sides."""
    row, user = the_account(request, pk), reader(request)
    rows = with_people(Deliverable.objects.visible_to(user).filter(account=row), user)
    current = [shown(each) for each in rows.current().order_by("kind", "name", "id")[:100]]
    ended = rows.filter(ended_on__isnull=False).order_by("-ended_on", "-id")[:20]
    context = frame(row, "account_deliverables") | {
        "rows": current,
        "ended": list(ended),
        "gaps": sum(bool(each.answers.gaps) for each in current),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/deliverables/account.html", context)
