"""Contract walks: where they stand, who holds what, handing on and accepting."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.visibility import leads_people
from retention.walks.actions import (
    accept_handoff,
    give_step,
    hand_on,
    return_handoff,
    start_walk,
    stop_walk,
)
from retention.walks.choices import WalkState
from retention.walks.colleagues import answerable
from retention.walks.facts import WalkShown, processes_on_offer, shown, walk_rows
from retention.walks.filters import WalkFilter
from retention.walks.forms.walks import GiveBackForm, HandOnForm, HolderForm, StopForm, WalkForm
from retention.walks.models import ContractWalk, Handoff, WalkStep

from ..answering import done, refused, way_back
from ..editing import form_page
from ..lists import Heading, listing, quick_views
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account

FORM = require_http_methods(["GET", "HEAD", "POST"])
SORTS = {"began": Sort("started_on", "Began", date.fromisoformat, descending=True)}
HEADINGS = (
    Heading("Account"),
    Heading("Contract"),
    Heading("Stands at"),
    Heading("With"),
    Heading("Due", numeric=True),
    Heading("Began", "began", numeric=True),
    Heading("Without anybody", numeric=True),
)


@require_safe
def walks(request: HttpRequest) -> HttpResponse:
    """Where contracts stand."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    rows = walk_rows(ContractWalk.objects.visible_to(user))
    found = listing(request, rows, WalkFilter, sorts=SORTS, headings=HEADINGS)
    views = (
        (str(_("Under way")), ""), (str(_("With me")), "holder=me"), (str(_("Late")), "late=1"),
        (str(_("A step without anybody")), "unheld=1"), (str(_("Finished")), "state=finished"),
    )  # fmt: skip
    facts = [shown(row, on=today) for row in found.rows]
    late = sum(each.is_late(today) for each in facts)
    said = sentence(_("No contract on this page stands {longer} than expected."), longer=fact(_("longer")))
    if late:
        who = fact(opening(counted(late, "contract", "contracts")), "?late=1")
        said = sentence(
            _("{who} {stand} longer than expected."), who=who, stand=_("stands") if late == 1 else _("stand")
        )
    context = {"list": found, "walks": facts, "segments": quick_views(request, views), "answer": answer(said)}
    return render(request, "desk/walks/list.html", context | {"today": today, "leads": leads_people(user)})


def the_walk(request: HttpRequest, pk: int) -> ContractWalk:
    """The walk with everything it shows, or 404."""
    rows = walk_rows(ContractWalk.objects.visible_to(reader(request)))
    return get_object_or_404(rows.select_related("contract__account__owner", "version__process"), pk=pk)


def _walk_answer(found: WalkShown, today: date) -> SafeString:
    """Where it stands, since when, and with whom."""
    row, here, waits = found.row, found.here, found.waiting
    if here is not None:
        who = fact(here.holder) if here.holder else fact(_("nobody"))
        said = _("Stands at {step} with {who} for {days}.")
        days = counted(here.taken or 0, "day", "days")
        first = sentence(said, step=fact(here.row.step.name, "#steps"), who=who, days=days)
        over = here.row.expected_days - (here.taken or 0)
        late = _("{over} longer than expected.") if over < 0 else _("{over} left of what was expected.")
        return answer(first, sentence(late, over=counted(abs(over), "day", "days")))
    if waits is not None:
        step = fact(waits.to_step.step.name, "#steps")
        return answer(
            sentence(
                _("Waits to be accepted at {step} since {day}."), step=step, day=f"{waits.handed_on:%-d %B}"
            )
        )
    ended = (
        _("Walked to its end in {days}.") if row.state == WalkState.FINISHED else _("Stopped after {days}.")
    )
    return answer(sentence(ended, days=fact(counted(found.days, "day", "days"))))


@require_safe
def walk(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract's way: every step with who holds it, entered, left, and the hand-offs."""
    row, user = the_walk(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    found = shown(row, on=today)
    account = row.contract.account
    context = frame(account, "account_team") | {
        "walk": found,
        "answerable": answerable(account),
        "answer": _walk_answer(found, today),
        "today": today,
        "reader_id": user.pk,
        "may_change": Account.objects.editable_by(user).filter(pk=account.pk).exists(),
    }
    return render(request, "desk/walks/walk.html", context)


@FORM
def walk_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a contract of the account begin to walk."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    first = processes_on_offer().first()
    initial = {"on": local_day(at, user.time_zone), "process": first.pk if first else None}
    form = WalkForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        made = start_walk(by=user, at=at, **form.fields_said())
        return f"{made.contract.reference} walks now."

    return form_page(
        request, form, title=_("A contract walks"), save=save, back=reverse("account_team", args=[pk])
    )


@FORM
def walk_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End a walk before its last step."""
    row, user, at = the_walk(request, pk), reader(request), database_now()
    refuse_others(request, row)
    form = StopForm(request.POST or None, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        stop_walk(walk=row, by=user, at=at, **form.fields_said())
        return _("The walk was stopped.")

    title = _("{reference} stops walking").format(reference=row.contract.reference)
    return form_page(request, form, title=title, save=save, back=_way(row.pk))


def _way(walk_id: int) -> str:
    return reverse("walk", args=[walk_id])


def _the_step(request: HttpRequest, pk: int) -> WalkStep:
    rows = WalkStep.objects.visible_to(reader(request))
    return get_object_or_404(rows.select_related("step", "walk__contract__account", "owner_user"), pk=pk)


@FORM
def walk_step_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who holds a step."""
    row, user = _the_step(request, pk), reader(request)
    account = row.walk.contract.account
    refuse_others(request, account)
    form = HolderForm(request.POST or None, user=user, step=row, account=account)

    def save() -> str:
        give_step(step=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    title = _("Who holds {step}").format(step=row.step.name)
    return form_page(
        request, form, title=title, save=save, back=_way(row.walk_id), more={"note": row.step.what}
    )


@FORM
def walk_step_hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a step; the next holder is told."""
    row, user, at = _the_step(request, pk), reader(request), database_now()
    refuse_others(request, row)
    form = HandOnForm(
        request.POST or None, user=user, step=row, initial={"on": local_day(at, user.time_zone)}
    )

    def save() -> str:
        made = hand_on(step=row, by=user, at=at, **form.fields_said())
        if made is None:
            return _("Walked to its end.")
        return (
            f"Handed on. It should be accepted by {made.due_on:%-d %b}."
            if made.settled_on is None
            else "Handed on."
        )

    back = way_back(request, _way(row.walk_id))
    title = _("{step} is done").format(step=row.step.name)
    return form_page(
        request, form, title=title, save=save, back=back, more={"address": request.get_full_path()}
    )


def _the_handoff(request: HttpRequest, pk: int) -> Handoff:
    row = get_object_or_404(
        Handoff.objects.visible_to(reader(request)).select_related("to_step__step"), pk=pk
    )
    refuse_others(request, row)
    return row


@require_POST
def handoff_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was handed on."""
    row, user = _the_handoff(request, pk), reader(request)
    back = way_back(request, _way(row.walk_id))
    try:
        accept_handoff(handoff=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, f"Accepted: {row.to_step.step.name}", back=back, gone=f"handoff-{pk}")


@FORM
def handoff_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give back what cannot be taken."""
    row, user = _the_handoff(request, pk), reader(request)
    form = GiveBackForm(request.POST or None)

    def save() -> str:
        return_handoff(handoff=row, by=user, at=database_now(), **form.fields_said())
        return _("Given back.")

    title = _("Give back {step}").format(step=row.to_step.step.name)
    return form_page(request, form, title=title, save=save, back=_way(row.walk_id))
