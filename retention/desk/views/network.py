"""One's internal network: whom one keeps up with, by function and pace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import TeamFunction
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.walks.actions import add_to_network, change_pace, drop_from_network, forget_talk, spoke_with
from retention.walks.facts import network_of, suggested_to, talks_of
from retention.walks.forms.network import NetworkForm, PaceForm, TalkForm
from retention.walks.models import NetworkTie

from ..answering import done, refused, taken_back, way_back
from ..editing import form_page
from ..log_form import id_in
from ..reader import reader
from ..words import answer, counted, fact, opening, sentence

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """The colleagues one keeps up with, who is due first, and who else works on one's accounts."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    ties = network_of(user)
    late = sum(tie.is_late(on=today) for tie in ties)
    said = sentence(_("{nobody} in your network waits for a word."), nobody=fact(_("Nobody")))
    if late:
        who = fact(opening(counted(late, "colleague", "colleagues")))
        waits = _("waits") if late == 1 else _("wait")
        said = sentence(_("{who} {waits} longer than you planned."), who=who, waits=waits)
    others = [(who, function, TeamFunction(function).label) for who, function in suggested_to(user)]
    context = {
        "ties": ties,
        "today": today,
        "answer": answer(said),
        "others": others,
        "talks": talks_of(user)[:10],
    }
    return render(request, "desk/walks/network.html", context)


@FORM
def network_new(request: HttpRequest) -> HttpResponse:
    """Keep up with a colleague."""
    user = reader(request)
    wanted = request.GET.get("function", "")
    initial = {"function": wanted} if wanted in TeamFunction.values else {}
    form = NetworkForm(
        request.POST or None, user=user, initial=initial | {"colleague": id_in(request.GET, "colleague")}
    )

    def save() -> str:
        tie = add_to_network(by=user, at=database_now(), **form.fields_said())
        return f"{tie.colleague.name} is in your network. Speak by {tie.next_on:%-d %b}."

    return form_page(request, form, title=_("Keep up with"), save=save, back=reverse("network"))


def _tie(request: HttpRequest, pk: int) -> NetworkTie:
    rows = NetworkTie.objects.visible_to(reader(request)).current().select_related("colleague")
    return get_object_or_404(rows, pk=pk)


@FORM
def network_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another pace or function."""
    row, user = _tie(request, pk), reader(request)
    initial = {"function": row.function, "every_days": row.every_days}
    form = PaceForm(request.POST or None, initial=initial)

    def save() -> str:
        change_pace(tie=row, by=user, **form.fields_said())
        return _("Saved.")

    return form_page(request, form, title=row.colleague.name, save=save, back=reverse("network"))


@FORM
def network_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a talk of another day, or what came of it."""
    row, user, at = _tie(request, pk), reader(request), database_now()
    form = TalkForm(request.POST or None, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        spoke_with(tie=row, by=user, at=at, **form.fields_said())
        return f"Spoke with {row.colleague.name}."

    title = _("Spoke with {name}").format(name=row.colleague.name)
    return form_page(request, form, title=title, save=save, back=reverse("network"))


@require_POST
def network_spoke(request: HttpRequest, pk: int) -> HttpResponse:
    """They spoke today."""
    row, user = _tie(request, pk), reader(request)
    back = way_back(request, reverse("network"))
    try:
        talk = spoke_with(tie=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    undo = reverse("network_forget", args=[talk.pk])
    return done(
        request, f"Spoke with {row.colleague.name} today", undo_url=undo, back=back, gone=f"network-{pk}"
    )


@require_POST
def network_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that one spoke."""
    user = reader(request)
    talk = get_object_or_404(talks_of(user), pk=pk)
    forget_talk(talk=talk, by=user)
    return taken_back(request, _("Not spoken after all."), back=reverse("network"))


@require_POST
def network_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep up no more."""
    row = _tie(request, pk)
    drop_from_network(tie=row, by=reader(request), at=database_now())
    return done(request, f"{row.colleague.name} is no longer in your network.", back=reverse("network"))
