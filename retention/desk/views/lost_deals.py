"""Lost deals: why, and which customers had been asked to speak for us."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from retention.growth.actions import add_reference, edit_lost_deal, enter_lost_deal, settle_reference
from retention.growth.filters import LostDealFilter
from retention.growth.forms.lost_deals import LostDealForm, OutcomeForm, ReferenceForm
from retention.growth.models import AdvocacyAsk, LostDeal
from retention.lib.clock import database_now
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.visibility import adds_accounts

from ..editing import form_page
from ..lists import Heading, listing
from ..parts import Crumb, Segment
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .account_edit import SHOWS_AND_SAVES

SORTS = {"lost": Sort("lost_on", "Lost on", date.fromisoformat, descending=True)}
HEADINGS = (
    Heading("Prospect"),
    Heading("Lost on", "lost", numeric=True),
    Heading("Worth", numeric=True),
    Heading("Why"),
    Heading("References"),
    Heading("Owner"),
)
MANY = 1000
WEAK = "weak=true"


@require_safe
def lost_deals(request: HttpRequest) -> HttpResponse:
    """Deals that were lost, the newest first, and whether a customer's word may have weighed."""
    user, asked = reader(request), request.GET.urlencode()
    rows = LostDeal.objects.visible_to(user).select_related("owner").prefetch_related("references")
    context = {
        "list": listing(request, rows, LostDealFilter, sorts=SORTS, headings=HEADINGS),
        "segments": [
            Segment(_("All"), request.path, current=asked == ""),
            Segment(_("With a weak reference"), f"{request.path}?{WEAK}", current=asked == WEAK),
        ],
        "answer": _answer(user),
        "may_add": adds_accounts(user),
    }
    return render(request, "desk/lost_deals/list.html", context)


def _answer(user: User) -> SafeString:
    rows = LostDeal.objects.visible_to(user)
    weak = len(rows.with_weak_reference().values_list("pk", flat=True)[:MANY])
    if not weak:
        return answer(sentence(_("In no lost deal did an unhealthy customer speak for you.")))
    said = fact(opening(counted(weak, "lost deal", "lost deals")), f"?{WEAK}")
    return answer(sentence(_("{deals} heard a customer who was not healthy."), deals=said))


@require_safe
def lost_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """One lost deal with the references asked, as they stood on that day."""
    row, user = _one(request, pk), reader(request)
    seen = AdvocacyAsk.objects.visible_to(user).filter(deal=row).select_related("account", "review")
    references = list(seen.order_by("asked_on", "id")[:MANY])
    context = {
        "deal": row,
        "references": references,
        "hidden": row.references.count() - len(references),
        "may_edit": LostDeal.objects.editable_by(user).filter(pk=pk).exists(),
        "crumbs": [Crumb(_("Lost deals"), reverse("lost_deals")), Crumb(row.prospect)],
    }
    return render(request, "desk/lost_deals/lost_deal.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def lost_deal_new(request: HttpRequest) -> HttpResponse:
    """Enter a deal that was lost."""
    user, at = reader(request), database_now()
    form = LostDealForm(request.POST or None, initial={"lost_on": local_day(at, user.time_zone)})
    made: list[LostDeal] = []

    def save() -> str:
        made.append(enter_lost_deal(by=user, at=at, **form.fields_said()))
        return _("Lost deal entered. Were customers asked to speak for you?")

    said = form_page(request, form, title=_("Lost deal"), save=save, back=reverse("lost_deals"))
    if made and said.status_code == 302:
        said["Location"] = reverse("lost_deal", args=[made[0].pk])
    return said


@require_http_methods(SHOWS_AND_SAVES)
def lost_deal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a lost deal; a stale page shows both versions."""
    row, user = _editable(request, pk), reader(request)
    form = LostDealForm(request.POST or None, deal=row)
    form.initial.setdefault("version", row.version)

    def save() -> str:
        edit_lost_deal(
            deal=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return "Saved."

    title = _("Lost deal: {prospect}").format(prospect=row.prospect)
    back = reverse("lost_deal", args=[pk])
    return form_page(request, form, title=title, save=save, back=back, record=lambda: _one(request, pk))


@require_http_methods(SHOWS_AND_SAVES)
def reference_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which customer was asked."""
    row, user = _editable(request, pk), reader(request)
    form = ReferenceForm(request.POST or None, user=user, initial={"asked_on": row.lost_on})

    def save() -> str:
        asked = add_reference(deal=row, by=user, at=database_now(), **form.fields_said())
        return _told(asked)

    title, back = _("Reference for {prospect}").format(prospect=row.prospect), reverse("lost_deal", args=[pk])
    return form_page(request, form, title=title, save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def reference_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of asking."""
    rows = AdvocacyAsk.objects.visible_to(reader(request)).select_related("deal", "account__owner")
    row = get_object_or_404(rows.filter(deal__isnull=False), pk=pk)
    _editable(request, row.deal_id or 0)
    form = OutcomeForm(request.POST or None, initial={"outcome": row.outcome, "version": row.version})

    def save() -> str:
        asked = settle_reference(
            reference=row, by=reader(request), at=database_now(), outcome=form.cleaned_data["outcome"],
            expected_version=form.expected_version,
        )  # fmt: skip
        return _told(asked)

    title, back = _("What became of asking"), reverse("lost_deal", args=[row.deal_id])
    return form_page(request, form, title=title, save=save, back=back)


def _told(asked: AdvocacyAsk) -> str:
    if asked.review_id:
        return _("Saved. A review with their owner is planned.")
    return _("Saved.")


def _one(request: HttpRequest, pk: int) -> LostDeal:
    rows = LostDeal.objects.visible_to(reader(request)).select_related("owner")
    return get_object_or_404(rows, pk=pk)


def _editable(request: HttpRequest, pk: int) -> LostDeal:
    row = _one(request, pk)
    refuse_others(request, row)
    return row
