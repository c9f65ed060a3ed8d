"""The map of people at an account: by level and unit, as a list, a tree, or ours against theirs."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account, OrgUnit
from accounts.rights import may_edit
from contacts.actions.steps import add_step
from contacts.forms.work import StepForm
from contacts.map_facts import map_of
from contacts.map_shown import AccountMap, Place
from contacts.models import Contact, MapScope
from contacts.people_map.flags import Flag
from retention.cadence.gaps_standing import standing_gaps
from retention.cadence.models import GapCheckIn
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.form_fields import DayField
from retention.lib.zones import local_day
from retention.team.models import User

from ..answering import done, refused
from ..editing import form_page
from ..formats import day_text
from ..parts import Chip, Segment
from ..people_map.layout import grid_of, matrix_of, tree_of
from ..people_map.places import place_asked, place_query
from ..people_map.words import flags_shown, map_answer, map_facts_strip, quiet_words, step_key
from ..reader import reader, refuse_others
from .account import frame, the_account

VIEWS = {"map": _("Map"), "list": _("List"), "tree": _("Tree"), "ties": _("Ours and theirs")}
SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


class AsOfForm(forms.Form):
    """The day as on which the map is read."""

    on = DayField(label="As it was on", required=False)


def _today(user: User) -> date:
    return local_day(database_now(), user.time_zone)


@require_safe
def account_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Who decides, how well we know them, and who is missing."""
    row, user = the_account(request, pk), reader(request)
    today, form = _today(user), AsOfForm(request.GET)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    on = min(asked, today) if asked else today
    place = place_asked(request, row, user)
    facts = map_of(row, user, on=on, place=place)
    view = request.GET.get("view", "map")
    view = view if view in VIEWS else "map"
    context = frame(row, "account_map") | {
        "facts": facts,
        "view": view,
        "is_past": on < today,
        "past_words": _("As it was on {day}.").format(day=day_text(on, today)),
        "chips": _place_chips(facts, view, asked),
        "asked": f"?{place_query(place)}" if place else "",
        "all_url": f"{_address(view, place, asked)}&all=1",
        "on": on,
        "answer": map_answer(facts),
        "strip": map_facts_strip(facts),
        "flags": flags_shown(facts, _worked_on(facts) if on == today else ()),
        "quiet": quiet_words(facts),
        "may_plan": on == today and may_edit(pk, user),
        "form": form if form.is_bound and not form.is_valid() else AsOfForm(initial={"on": on}),
        "segments": [
            Segment(str(label), _address(code, place, asked), current=code == view)
            for code, label in VIEWS.items()
        ],
        **_drawing(view, facts, everybody="all" in request.GET),
    }
    return render(request, "desk/map/map.html", context, status=200 if form.is_valid() else 422)


def _worked_on(facts: AccountMap) -> list[GapCheckIn]:
    """Gaps that are check-ins now, as far as this reader may know of them."""
    known = standing_gaps(facts.account.pk, at=database_now())
    return [gap for gap in known if facts.reads_attitudes or not gap.is_team_only]


def _drawing(view: str, facts: AccountMap, *, everybody: bool) -> dict[str, Any]:
    if view == "tree":
        return {"branches": tree_of(facts)}
    if view == "ties":
        return {"matrix": matrix_of(facts)}
    return {"grid": grid_of(facts, everybody=everybody)} if view == "map" else {}


def _place_chips(facts: AccountMap, view: str, on: date | None) -> list[Chip]:
    """The map of the whole account, of each unit, and of each decision."""
    known: list[OrgUnit | MapScope] = [*facts.sources.units, *facts.sources.scopes]
    known += [facts.scope] if facts.scope and facts.scope not in known else []
    chips = [Chip(str(_("Whole account")), _address(view, None, on), current=facts.place is None)]
    chips += [Chip(str(place), _address(view, place, on), current=place == facts.place) for place in known]
    return chips if known else []


def _address(view: str, place: Place, on: date | None) -> str:
    said = [f"view={view}", place_query(place), f"on={on:%Y-%m-%d}" if on else ""]
    return "?" + "&".join(part for part in said if part)


@require_http_methods(SHOWS_AND_SAVES)
def map_step_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the play of a flag: a next step whose words, day and contact are put in already."""
    row, user = the_account(request, pk), reader(request)
    today = _today(user)
    flag = _flag_asked(request, row, user, today)
    initial = {} if flag is None else {
        "text": flag.play, "due_on": today + timedelta(days=flag.within_days), "contact": flag.key,
    }  # fmt: skip
    form = StepForm(request.POST or None, user=user, account=row, initial=initial)

    def save() -> str:
        key = f"{step_key(row.pk, flag)}{today:%Y%m%d}" if flag else ""
        add_step(account=row, by=user, at=database_now(), origin="map", origin_key=key, **form.fields_said())
        return "Next step added."

    back = reverse("account_map", args=[pk])
    answer = form_page(request, form, title=flag.title if flag else "Next step", save=save, back=back,
                       more={"address": request.get_full_path()})  # fmt: skip
    return answer


@require_POST
def map_flag_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the play of a flag a next step at once: of the reader when they look after the account."""
    row, user, back = the_account(request, pk), reader(request), reverse("account_map", args=[pk])
    refuse_others(request, row)
    today = _today(user)
    flag = _flag_asked(request, row, user, today)
    if flag is None:
        return refused(request, "That is not missing any more.", back=back)
    owner = user if user.pk in (row.owner_id, row.backup_owner_id) or row.owner is None else row.owner
    try:
        step = add_step(
            account=row, owner=owner, text=flag.play, due_on=today + timedelta(days=flag.within_days),
            contact=Contact.objects.visible_to(user).in_seat().filter(account=row, pk=flag.key or 0).first(),
            origin="map", origin_key=f"{step_key(pk, flag)}{today:%Y%m%d}", by=user, at=database_now(),
        )  # fmt: skip
    except DomainError as error:
        return refused(request, error.message, back=back)
    said = _("Planned for {day} with {who}: {what}.")
    who = _("you") if owner == user else owner.name
    return done(request, said.format(day=day_text(step.due_on, today), who=who, what=step.text), back=back)


def _flag_asked(request: HttpRequest, account: Account, user: User, today: date) -> Flag | None:
    code, key = request.GET.get("flag", ""), request.GET.get("contact", "")
    if not code:
        return None
    found = [flag for flag in map_of(account, user, on=today).flags if flag.code == code]
    return next((flag for flag in found if str(flag.key or "") == key), None)
