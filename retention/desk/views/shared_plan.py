"""The page behind a link, for whoever holds it: the shared plan, and what they say to it."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.sharing import actions
from retention.sharing.choices import TryKind, WordKind
from retention.sharing.forms.theirs import CodeForm, SayForm
from retention.sharing.gathering import shared_plan
from retention.sharing.models import ShareLink
from retention.sharing.secrets import form_mark, passed_mark
from retention.sharing.throttle import TooOften, count_try
from retention.team.addresses import address_of, place_of

from ..sharing.entering import COOKIE, COOKIE_LASTS, Missing, enter, has_passed, is_from_our_page
from ..sharing.file import plan_file
from ..sharing.page import ANSWERS_TO, page_of
from ..sharing.saying import FormFromElsewhere, OursAreNotTheirs, about, say
from ..sharing.sealing import closed, device_of, sealed, written_for, zone_of

THANKS = {kind.value for kind in WordKind}


@login_not_required
@csrf_exempt  # a code guessed from elsewhere opens nothing there; see entering.py
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, secret: str) -> HttpResponse:
    """The shared plan; first the code, when the link asks for one."""
    at = database_now()
    try:
        link = enter(request, secret, at)
        if not has_passed(request, link):
            with written_for(link, zone_of(link)):
                return _ask_code(request, link, secret, at)
    except (Missing, TooOften) as refusal:
        return closed(request, refusal)
    if request.method == "POST":  # the code was given before, or none is asked for
        return sealed(HttpResponseRedirect(f"/share/{secret}/", status=303))
    if request.method == "GET" and not request.user.is_authenticated:  # we are not counted
        actions.note_opening(link=link, device=device_of(request), at=at)
    return _plan(request, link, secret, at)


@login_not_required
@csrf_exempt  # forms carry a mark of their own, so that no cookie is needed; see entering.py
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
    kind, key = about(request)
    form = SayForm(request.POST, kind=ANSWERS_TO.get(kind, kind), key=key)
    if form.is_valid():
        try:
            _refuse_others(request, link)
            say(link, at, **form.fields_said())
        except (FormFromElsewhere, OursAreNotTheirs) as error:
            form.refuse(error)
            return _plan(request, link, secret, at, refused=form, status=403)
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
            made = plan_file(shared_plan(link, on=local_day(at, place)), at=at)
        except DomainError:
            return sealed(HttpResponseRedirect(f"/share/{secret}/"))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{local_day(at, place)}.pdf"'
    return sealed(answer)


def _counted(request: HttpRequest, secret: str, at: datetime) -> ShareLink | HttpResponse:
    """The link of somebody who has passed its code, one try counted; else what they are answered."""
    try:
        link = enter(request, secret, at)
        if not has_passed(request, link):
            return sealed(HttpResponseRedirect(f"/share/{secret}/"))
        count_try(TryKind.WORD, place=place_of(address_of(request)), at=at, link=link)
    except (Missing, TooOften) as refusal:
        return closed(request, refusal)
    return link


def _refuse_others(request: HttpRequest, link: ShareLink) -> None:
    """Nobody of ours speaks for a customer. Raises FormFromElsewhere, OursAreNotTheirs."""
    if not is_from_our_page(request, link):
        raise FormFromElsewhere("This did not come from this page. Read it here and send it again.")
    if request.user.is_authenticated:
        raise OursAreNotTheirs(
            "You are signed in to Keel: what is said here is said by them. "
            "Open the link in a private window to see how it is for them."
        )


def _ask_code(request: HttpRequest, link: ShareLink, secret: str, at: datetime) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
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
                path=f"/share/{secret}/", secure=settings.SESSION_COOKIE_SECURE, httponly=True,
                samesite="Lax",
            )  # fmt: skip
            return sealed(answer)
    status = 422 if form.is_bound else 200
    return sealed(render(request, "desk/share/code.html", {"form": form}, status=status))


def _plan(
    request: HttpRequest,
    link: ShareLink,
    secret: str,
    at: datetime,
    refused: SayForm | None = None,
    status: int = 422,
) -> HttpResponse:
    place = zone_of(link)
    said = request.GET.get("said", "")
    with written_for(link, place):
        page = page_of(shared_plan(link, on=local_day(at, place)), refused)
        context = {
            "page": page, "plan": page.plan, "say": f"/share/{secret}/say/", "is_preview": False,
            "file": f"/share/{secret}/plan.pdf", "form_mark": form_mark(link.digest),
            "said": said if said in THANKS and refused is None else "",
        }  # fmt: skip
        answer = render(request, "desk/share/plan.html", context, status=status if refused else 200)
    return sealed(answer)
