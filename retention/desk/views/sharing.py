"""What we do about a shared plan: links, who opened them, what they said, the preview."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.sharing import actions
from retention.sharing.forms.ours import AnswerWordForm, DaysForm, LinkForm
from retention.sharing.gathering import shared_plan
from retention.sharing.models import ClientWord, ShareLink, ShareView
from retention.sharing.models.links import WITH_ALL
from retention.team.links import full_address

from ..answering import done, refused
from ..editing import form_page
from ..reader import reader, refuse_others
from ..sharing.page import page_of
from ..sharing.sealing import written_for
from .account import frame
from .account_edit import SHOWS_AND_SAVES
from .plans import the_plan

MOST = 50


def _page(request: HttpRequest, pk: int, form: LinkForm | None = None, **more: Any) -> dict[str, Any]:
    plan, user, at = the_plan(request, pk), reader(request), database_now()
    rows = (
        ShareLink.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("contact__person", "made_by", "owner")
    )
    links = list(rows.order_by("revoked_at", "-id")[:MOST])
    links.sort(key=lambda link: not link.stands(at))
    views = ShareView.objects.visible_to(user).filter(link__plan=plan).order_by("-at", "-id")[:MOST]
    opened: dict[int, list[ShareView]] = {}
    for view in views:
        opened.setdefault(view.link_id, []).append(view)
    words = ClientWord.objects.visible_to(user).filter(link__plan=plan)
    words = words.select_related("settled_by", "contact__person", "action", "value", "target", "edition")
    return frame(plan.account, "account_plan") | {
        "plan": plan, "links": [(link, link.stands(at), opened.get(link.pk, [])) for link in links],
        "words": words.order_by("-at", "-id")[:MOST],
        "form": form or LinkForm(user=user, account=plan.account), **more,
    }  # fmt: skip


@never_cache
@sensitive_variables("made")
@require_http_methods(SHOWS_AND_SAVES)
def plan_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Links to the shared plan; making one shows its address in the answer to that one request only."""
    plan, user = the_plan(request, pk), reader(request)
    refuse_others(request, plan)
    form = LinkForm(request.POST or None, user=user, account=plan.account)
    if not form.is_bound:
        return render(request, "desk/share/share.html", _page(request, pk, form))
    if form.is_valid():
        try:
            made = actions.make_link(plan=plan, by=user, at=database_now(), **form.fields_said())
        except DomainError as error:
            form.refuse(error)
        else:
            return _made(request, pk, made)
    return render(request, "desk/share/share.html", _page(request, pk, form), status=422)


def _made(request: HttpRequest, pk: int, made: actions.MadeLink) -> HttpResponse:
    address = full_address(made.path) if made.secret else ""
    told = _page(request, pk, None, address=address, code=made.code)
    return render(request, "desk/share/share.html", told, status=201)


def the_link(request: HttpRequest, pk: int) -> ShareLink:
    """The link, or 404 when its account is not theirs to see."""
    return get_object_or_404(ShareLink.objects.visible_to(reader(request)).select_related(*WITH_ALL), pk=pk)


@never_cache
@sensitive_variables("made")
@require_POST
def share_link_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Make its address again; the former one opens nothing any more."""
    link = the_link(request, pk)
    form = DaysForm(request.POST if "days" in request.POST else {"days": "30"})
    try:
        if not form.is_valid():
            return refused(request, _("The days must be 1 to 90."), back=_back(link))
        days = form.cleaned_data["days"]
        made = actions.renew_link(link=link, by=reader(request), at=database_now(), days=days)
    except DomainError as error:
        return refused(request, error.message, back=_back(link))
    return _made(request, link.plan_id, made)


@never_cache
@sensitive_variables("made")
@require_POST
def share_link_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Another code, shown this once; or none any more."""
    link, wants = the_link(request, pk), request.POST.get("with_code") != "no"
    try:
        made = actions.change_code(link=link, by=reader(request), at=database_now(), with_code=wants)
    except DomainError as error:
        return refused(request, error.message, back=_back(link))
    if not wants:
        return done(request, _("The link asks for no code any more."), back=_back(link))
    return _made(request, link.plan_id, made)


@require_POST
def share_link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link at once."""
    link = the_link(request, pk)
    actions.revoke_link(link=link, by=reader(request), at=database_now())
    return done(request, _("The link opens nothing any more."), back=_back(link))


@never_cache
@require_safe
def share_link_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What they see: the same query and the same template; nothing can be said."""
    link = the_link(request, pk)
    today = local_day(database_now(), reader(request).time_zone)
    with written_for(link, reader(request).time_zone):
        page = page_of(shared_plan(link, on=today))
        context = {"page": page, "plan": page.plan, "say": "", "is_preview": True, "back": _back(link)}
        return render(request, "desk/share/plan.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def client_word_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what they said; they read it on the shared plan."""
    word = _the_word(request, pk)
    refuse_others(request, word)
    form = AnswerWordForm(request.POST or None)

    def save() -> str:
        actions.answer_word(word=word, by=reader(request), at=database_now(), **form.fields_said())
        return _("Answered. They read it on the shared plan.")

    title = _("Answer {name}").format(name=word.name)
    return form_page(request, form, title=title, save=save, back=_back(word.link))


@require_POST
def client_word_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note without an answer."""
    word = _the_word(request, pk)
    actions.note_word(word=word, by=reader(request), at=database_now())
    return done(request, _("Noted."), back=_back(word.link))


def _the_word(request: HttpRequest, pk: int) -> ClientWord:
    rows = ClientWord.objects.visible_to(reader(request)).select_related("link")
    return get_object_or_404(rows, pk=pk)


def _back(link: ShareLink) -> str:
    return reverse("plan_share", args=[link.plan_id])
