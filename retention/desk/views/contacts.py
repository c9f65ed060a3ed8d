"""One person in a seat: who they are, how they want to hear from us, what was said."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account, TimelineEvent
from contacts.actions.people import add_contact, edit_contact, mark_departed, pause_contact
from contacts.choices import Channel, PromiseState
from contacts.forms.people import ContactForm, DepartureForm, PauseForm
from contacts.habits import better_channel, treated
from contacts.models import Contact, Objection, Promise, Touchpoint
from contacts.personal_days import in_words
from contacts.reached import reached_of
from retention.cadence.reach import suggested_channel
from retention.lib.clock import database_now
from retention.lib.keyset import Sort, keyset_page
from retention.lib.zones import day_bounds
from retention.team.history import history_of
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..account.entries import entries_of
from ..advocacy import advocate
from ..editing import form_page
from ..formats import reader_now, reader_today
from ..goals.wins import said_on_winning, wins_of
from ..parts import Crumb, Pager
from ..reaching import best_time
from ..reader import reader, refuse_others
from .account import the_account

SORTS = {"when": Sort("happened_at", "When", datetime.fromisoformat, descending=True)}
SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


def the_contact(request: HttpRequest, pk: int) -> Contact:
    """The contact, or 404 when it is not theirs to see."""
    rows = Contact.objects.visible_to(reader(request)).select_related(
        "person", "account__owner", "org_unit", "check_in", "assistant__person"
    )
    user = reader(request)
    circle = Account.objects.visible_to(user).in_inner_circle_of(user).filter(pk=OuterRef("account_id"))
    rows = rows.annotate(said_what_winning_means=Exists(said_on_winning(user)), is_in_circle=Exists(circle))
    return get_object_or_404(rows, pk=pk)


def _events_of(touchpoints: list[Touchpoint], user: User) -> list[TimelineEvent]:
    ids = [touch.pk for touch in touchpoints]
    rows = TimelineEvent.objects.visible_to(user).filter(
        subject_type="touchpoint", subject_id__in=ids, kind="touchpoint_logged", is_current=True
    )
    return sorted(rows.select_related("actor"), key=lambda row: ids.index(row.subject_id or 0))


def _offered(row: Contact, user: User, today: date) -> dict[str, Any]:
    """By which channel to reach them next, and what this reader may read and hand out."""
    way = suggested_channel(row)
    won = getattr(row, "said_what_winning_means", False)
    found = treated(row, user, on=today)
    return {
        "mix": found.mix,
        "habits": found.habits,
        "better": better_channel(found.habits, row.channels_preferred, row.channels_forbidden),
        "often": reached_of(row, at=day_bounds(today, user.time_zone)[1]),
        "wins": wins_of(row.account, user, contact=row) if won else [],
        "may_win": not row.is_placeholder,
        "use_next": Channel(way).label if way else "",
        "best": best_time(row, row.account, reader_now()),
        "is_theirs": bool(row.personal_note or row.interests or row.important_dates)
        and bool(getattr(row, "is_in_circle", False)),
        "their_days": in_words(row.important_dates),
        "may_hand_out": row.person is not None and runs_the_workspace(user),
    }


def _promises(row: Contact, user: User) -> dict[str, list[Promise]]:
    """What either side has promised, the soonest first, and what was settled last; asked for at once."""
    told = Promise.objects.visible_to(user).filter(contact=row)
    soonest = told.open().order_by("due_on", "id").values("pk")[:10]
    latest = told.exclude(state=PromiseState.OPEN).order_by("-settled_on", "-id").values("pk")[:5]
    rows = told.filter(Q(pk__in=soonest) | Q(pk__in=latest)).select_related("user", "contact__person")
    found = list(rows.order_by("-settled_on", "-id"))
    settled = [each for each in found if each.state != PromiseState.OPEN]
    still = [each for each in found if each.state == PromiseState.OPEN]
    return {"promises": sorted(still, key=lambda each: (each.due_on, each.pk)), "settled": settled}


def _crumbs(row: Contact) -> list[Crumb]:
    account = Crumb(row.account.name, reverse("account", args=[row.account_id]))
    return [Crumb("Accounts", reverse("accounts")), account, Crumb(row.name)]


@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, preferences, other seats, and every conversation."""
    row, user = the_contact(request, pk), reader(request)
    said = Touchpoint.objects.visible_to(user).current().filter(contact_links__contact=row)
    page = keyset_page(said, sorts=SORTS, cursor=request.GET.get("cursor", ""), size=20)
    seats = Contact.objects.visible_to(user).filter(person=row.person, is_placeholder=False).exclude(pk=pk)
    context = {
        "contact": row,
        "main_account": row.account_id,
        "check_in": getattr(row, "check_in", None),
        "crumbs": _crumbs(row),
        "entries": entries_of(_events_of(page.rows, user), user),
        "pager": Pager(
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
            previous_label="Newer",
            next_label="Older",
        ),
        "seats": seats.select_related("account", "person"),
        **_promises(row, user),
        "objections": Objection.objects.visible_to(user).filter(contact=row).select_related("lifted_by")[:20],
        "changes": history_of(row, user)[:20],
        "advocate": advocate(row, user, on=reader_today()),
        **_offered(row, user, reader_today()),
    }
    return render(request, "desk/contacts/contact.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a person at an account, or a role that waits for one."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = ContactForm(request.POST or None, user=user, account=row)

    def save() -> str:
        added = add_contact(account=row, by=user, at=database_now(), **form.fields_said())
        return f"Added {added.name}."

    return form_page(request, form, title="Add person", save=save, back=reverse("account_people", args=[pk]))


@require_http_methods(SHOWS_AND_SAVES)
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a person and their preferences; the next check-in follows at once."""
    row, user = the_contact(request, pk), reader(request)
    refuse_others(request, row)
    form = ContactForm(request.POST or None, user=user, account=row.account, contact=row)
    form.initial.setdefault("version", row.version)

    def save() -> str:
        edit_contact(
            contact=row,
            changes=form.changes(),
            by=user,
            at=database_now(),
            expected_version=form.expected_version,
        )
        return "Saved."

    back = reverse("contact", args=[pk])
    return form_page(
        request, form, title=f"Edit {row.name}", save=save, back=back, record=lambda: the_contact(request, pk)
    )


@require_http_methods(SHOWS_AND_SAVES)
def contact_departed(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody left."""
    row, user = the_contact(request, pk), reader(request)
    refuse_others(request, row)
    form = DepartureForm(request.POST or None)

    def save() -> str:
        mark_departed(contact=row, on=form.cleaned_data["on"], by=user, at=database_now())
        return f"{row.name} left. Their check-ins have ended."

    back = reverse("contact", args=[pk])
    return form_page(request, form, title=f"{row.name} left", save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def contact_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """They asked not to hear from us for a while."""
    row, user = the_contact(request, pk), reader(request)
    refuse_others(request, row)
    form = PauseForm(request.POST or None)

    def save() -> str:
        clean = form.cleaned_data
        pause_contact(contact=row, until=clean["until"], reason=clean["reason"], by=user, at=database_now())
        return f"No check-ins with {row.name} until then."

    back = reverse("contact", args=[pk])
    return form_page(request, form, title=f"Pause {row.name}", save=save, back=back)
