"""The page behind a link, for whoever holds it: the shared plan, and what they say to it."""

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.models import PlanAction, RoiTarget, ValueEntry
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.sharing import actions
from retention.sharing.choices import TryKind, WordKind
from retention.sharing.forms.theirs import CodeForm, SayForm
from retention.sharing.gathering import shared_plan
from retention.sharing.marked import row_behind
from retention.sharing.models import ShareLink
from retention.sharing.secrets import ROW_MARK, passed_mark
from retention.sharing.throttle import TooOften, count_try, refuse_guessers
from retention.team.addresses import address_of, place_of

from ..sharing.file import plan_file
from ..sharing.page import ANSWERS_TO, page_of
from ..sharing.sealing import closed, device_of, sealed, written_for, zone_of

COOKIE, COOKIE_LASTS = "keel_shared", 12 * 3600
MARK = re.compile(rf"[0-9a-f]{{{ROW_MARK}}}")
THANKS = {kind.value for kind in WordKind}


class Missing(Exception):
    """No link stands behind the secret; guessed, expired and revoked ones are one and the same."""


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, secret: str) -> HttpResponse:
    """The shared plan; first the code, when the link asks for one."""
    at = database_now()
    try:
        link = _link(request, secret, at)
        if not _passed(request, link):
            with written_for(link, zone_of(link)):
                return _ask_code(request, link, secret, at)
    except (Missing, TooOften) as refusal:
        return closed(request, refusal)
    if request.method == "POST":  # the code was given before, or none is asked for
        return sealed(HttpResponseRedirect(f"/share/{secret}/", status=303))
    if request.method == "GET":
        actions.note_opening(link=link, device=device_of(request), at=at)
    return _plan(request, link, secret, at)


@login_not_required
@never_cache
@sensitive_post_parameters("name", "text")
@sensitive_variables("secret")
@require_POST
def share_say(request: HttpRequest, secret: str) -> HttpResponse:
    """Say something: a comment, an acceptance, a confirmation, a step that is done."""
    at = database_now()
    link = _counted(request, secret, at)
    if isinstance(link, HttpResponse):
        return link
    kind, key = _about(request)
    form = SayForm(request.POST, kind=ANSWERS_TO.get(kind, kind), key=key)
    if form.is_valid():
        try:
            _say(link, at, **form.fields_said())
        except DomainError as error:
            form.refuse(error)
        else:
            return sealed(HttpResponseRedirect(f"/share/{secret}/?said={kind}#said", status=303))
    return _plan(request, link, secret, at, refused=form)


@login_not_required
@never_cache
@sensitive_variables("secret")
@require_safe
def share_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The shared plan as a PDF; making one counts as saying something."""
    at = database_now()
    link = _counted(request, secret, at)
    if isinstance(link, HttpResponse):
        return link
    place = zone_of(link)
    with written_for(link, place):
        try:
            made = plan_file(shared_plan(link, on=local_day(at, place)))
        except DomainError:
            return sealed(HttpResponseRedirect(f"/share/{secret}/"))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{local_day(at, place)}.pdf"'
    return sealed(answer)


def _counted(request: HttpRequest, secret: str, at: datetime) -> ShareLink | HttpResponse:
    """The link of somebody who has passed its code, one try counted; else what they are answered."""
    try:
        link = _link(request, secret, at)
        if not _passed(request, link):
            return sealed(HttpResponseRedirect(f"/share/{secret}/"))
        count_try(TryKind.WORD, place=place_of(address_of(request)), at=at, link=link)
    except (Missing, TooOften) as refusal:
        return closed(request, refusal)
    return link


def _say(link: ShareLink, at: Any, *, what: str, key: str, name: str, text: str) -> None:
    """Call the action of a word; what is not on the plan is refused there."""
    said: dict[str, Any] = {"link": link, "name": name, "text": text, "at": at}
    row = row_behind(link, WordKind(what), key)
    if what == WordKind.COMMENT:
        actions.comment(**said)
    elif what == WordKind.ACCEPTED:
        actions.accept_plan(**said)
    elif what == WordKind.DONE:
        actions.mark_done(action=PlanAction(pk=row), **said)
    elif what in (WordKind.CONFIRMED, WordKind.DISPUTED):
        actions.answer_value(entry=ValueEntry(pk=row), agrees=what == WordKind.CONFIRMED, **said)
    else:
        does = actions.agree_target if what == WordKind.AGREED else actions.reach_target
        does(target=RoiTarget(pk=row), **said)


def _about(request: HttpRequest) -> tuple[str, str]:
    """Which form was sent, so that what was typed stands in it again."""
    kind, key = request.POST.get("what", ""), request.POST.get("key", "")
    known = kind if kind in WordKind.values else WordKind.COMMENT.value
    return known, key if MARK.fullmatch(key) else ""


def _link(request: HttpRequest, secret: str, at: Any) -> ShareLink:
    """The link behind the secret, with this request counted. Raises Missing, TooOften."""
    place = place_of(address_of(request))
    refuse_guessers(place=place, at=at)
    link = actions.link_behind(secret, at=at)
    if link is None:
        count_try(TryKind.MISS, place=place, at=at)
        raise Missing
    count_try(TryKind.OPEN, place=place, at=at, link=link)
    return link


def _passed(request: HttpRequest, link: ShareLink) -> bool:
    """It asks for no code, or the code was given on this device within twelve hours."""
    if not link.asks_code:
        return True
    mark = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=COOKIE_LASTS)
    return mark == passed_mark(link.pk, link.code)


def _ask_code(request: HttpRequest, link: ShareLink, secret: str, at: Any) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        place = place_of(address_of(request))
        try:
            actions.try_code(link=link, code=form.cleaned_data["code"], place=place, at=at)
        except TooOften:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            answer = HttpResponseRedirect(f"/share/{secret}/", status=303)
            answer.set_signed_cookie(
                COOKIE, passed_mark(link.pk, link.code), salt=COOKIE, max_age=COOKIE_LASTS,
                path=f"/share/{secret}/", secure=request.is_secure(), httponly=True, samesite="Lax",
            )  # fmt: skip
            return sealed(answer)
    status = 422 if form.is_bound else 200
    return sealed(render(request, "desk/share/code.html", {"form": form}, status=status))


def _plan(
    request: HttpRequest, link: ShareLink, secret: str, at: Any, refused: SayForm | None = None
) -> HttpResponse:
    place = zone_of(link)
    said = request.GET.get("said", "")
    with written_for(link, place):
        page = page_of(shared_plan(link, on=local_day(at, place)), refused)
        context = {
            "page": page, "plan": page.plan, "say": f"/share/{secret}/say/", "is_preview": False,
            "file": f"/share/{secret}/plan.pdf",
            "said": said if said in THANKS and refused is None else "",
        }  # fmt: skip
        answer = render(request, "desk/share/plan.html", context, status=422 if refused else 200)
    return sealed(answer)
