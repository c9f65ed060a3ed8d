"""One renewal: what must be decided by when, who says what, and what may be done."""

from types import SimpleNamespace

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from retention.lib.clock import database_now
from retention.renewals.actions import move_stage, set_call
from retention.renewals.actions.calling import expected_amount
from retention.renewals.actions.facts import record_facts
from retention.renewals.models import Renewal, StageEvidence
from retention.renewals.questions import with_views
from retention.renewals.stages import GateClosed
from retention.team.visibility import leads_people

from ..account.billing import overdue_at
from ..account.comments import comments_on
from ..editing import form_page
from ..parts import Crumb
from ..reader import reader, refuse_others
from ..renewal_facts_form import FactsForm, fields_for
from ..renewal_forms import CallForm, StageForm
from ..renewals.agreed import priced
from ..renewals.assessed import assessed
from ..renewals.counting import decision_in_words, notice_in_words
from ..renewals.known import known_facts
from ..renewals.page import renewal_page
from ..renewals.page_answer import page_answer
from ..renewals.way import next_stage_of

AT_ONCE = (
    "account__owner", "contract", "joined_to__contract", "call_by", "evidence__conversation",
    "evidence__verbal_by__person", "evidence__paper_to__person",
)  # fmt: skip
FORM = require_http_methods(["GET", "HEAD", "POST"])


def the_renewal(request: HttpRequest, pk: int) -> Renewal:
    """The renewal, or 404 when it is not theirs to see."""
    rows = with_views(Renewal.objects.visible_to(reader(request)))
    return get_object_or_404(rows.select_related(*AT_ONCE), pk=pk)


def editable_renewal(request: HttpRequest, pk: int) -> Renewal:
    """The same, for who may change it; others are told so."""
    row = the_renewal(request, pk)
    refuse_others(request, row)
    return row


def title_of(row: Renewal, what: str) -> str:
    """The title of a form about a renewal."""
    return _("{what}: {account}").format(what=what, account=row.account.name)


@require_safe
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """One renewal: its days, its value, who says what and its way through the stages."""
    row, user, at = the_renewal(request, pk), reader(request), database_now()
    page = renewal_page(row, user, at=at)
    context = {
        "page": page,
        "renewal": row,
        "main_account": row.account_id,
        "answer": page_answer(page),
        "overdue": "" if row.is_closed else overdue_at(row.account_id, reader(request), on=page.today),
        "assessed": assessed(row, user, at=at),
        "agreed": priced(row, page.price, may_edit=page.may_edit),
        "known": known_facts(page.evidence, row.currency, page.today),
        "comments": comments_on("renewal", row.pk, user, at),
        "notice_counted": notice_in_words(row.contract),
        "decision_counted": decision_in_words(row, page.parts),
        "crumbs": [
            Crumb(_("Renewals"), reverse("renewals")),
            Crumb(row.account.name, reverse("account", args=[row.account_id])),
            Crumb(row.contract.reference),
        ],
    }
    return render(request, "desk/renewals/detail.html", context)


@FORM
def renewal_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a stage asks for; without a stage, everything."""
    row, user, at = editable_renewal(request, pk), reader(request), database_now()
    stage = request.GET.get("stage", "")
    known = StageEvidence.objects.visible_to(user).filter(renewal=row).first()
    start = model_to_dict(known) | {"version": known.version} if known else {}
    form = FactsForm(
        request.POST or None, renewal=row, user=user, at=at, only=fields_for(stage), initial=start
    )

    def save() -> str:
        record_facts(
            renewal=row, changes=form.changes(), by=user, at=at, expected_version=form.expected_version
        )
        return _("What you know is kept.")

    def stands() -> StageEvidence | None:
        return StageEvidence.objects.visible_to(user).filter(renewal=row).first()

    address = request.get_full_path()
    return form_page(
        request, form, title=title_of(row, _("What is known")), save=save, back=f"/renewals/{pk}/",
        record=stands, more={"address": address},
    )  # fmt: skip


@FORM
def renewal_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the owner expects, and what that rests on."""
    row = editable_renewal(request, pk)
    said = {"call": row.call, "note": row.call_note, "forecast_arr": expected_amount(row)}
    form = CallForm(request.POST or None, renewal=row, initial=said | {"version": row.version})

    def save() -> str:
        words = form.cleaned_data
        set_call(
            renewal=row,
            call=form.said,
            note=words["note"],
            forecast_arr=words["forecast_arr"],
            plan=form.plan,
            left_out_as=words["left_out_as"],
            by=reader(request),
            at=database_now(),
            expected_version=form.expected_version,
        )
        return _("Your call is saved.")

    def stands() -> SimpleNamespace:
        now = Renewal.objects.visible_to(reader(request)).get(pk=pk)
        return SimpleNamespace(call=now.call, note=now.call_note)

    title = title_of(row, _("Your call"))
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/", record=stands)


def _way_to_facts(row: Renewal, stage: str) -> dict[str, str]:
    """Where what a gate misses is entered: the fields of the next stage, else all."""
    facts, coming = reverse("renewal_facts", args=[row.pk]), next_stage_of(row)
    url = f"{facts}?stage={coming}" if stage == coming else facts
    return {"other_url": url, "other_text": _("Enter what you know")}


@FORM
def renewal_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a renewal to another open stage."""
    row, user = editable_renewal(request, pk), reader(request)
    start = {"version": row.version, "stage": next_stage_of(row)}
    form = StageForm(request.POST or None, renewal=row, may_override=leads_people(user), initial=start)

    more: dict[str, str] = {}

    def save() -> str:
        try:
            return moved_to()
        except GateClosed:
            more.update(_way_to_facts(row, form.cleaned_data["stage"]))
            raise

    def moved_to() -> str:
        moved = move_stage(
            renewal=row,
            stage=form.cleaned_data["stage"],
            reason=form.cleaned_data["reason"],
            by=user,
            at=database_now(),
            expected_version=form.expected_version,
            overrides=form.overrides,
        )
        return _("Moved to {stage}.").format(stage=moved.get_stage_display())

    return form_page(
        request, form, title=title_of(row, _("Move")), save=save, back=f"/renewals/{pk}/", more=more
    )
