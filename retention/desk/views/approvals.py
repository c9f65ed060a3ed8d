"""Price and terms of a renewal, asking others to agree, deciding; and what admins enter for it."""

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.renewals.actions.approving import decide_approval, request_approval
from retention.renewals.actions.matrix import publish_matrix
from retention.renewals.actions.seats import seat_approver, unseat_approver
from retention.renewals.actions.terms import add_index_value, set_terms
from retention.renewals.matrix import as_fields
from retention.renewals.models import ApprovalStep, Renewal, RenewalTerms
from retention.renewals.price_facts import matrix_now
from retention.renewals.price_lists import index_values, seat_of, seats
from retention.team.visibility import runs_the_workspace

from ..answering import refused
from ..editing import form_page
from ..matrix_form import MatrixForm, said_in
from ..matrix_form import start_of as start_of_matrix
from ..reader import reader, refuse_others
from ..renewals.agreed import agreed
from ..renewals.family import family
from ..terms_forms import AskForm, DecideForm, IndexForm, SeatForm, TermsForm, changed, start_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _one(request: HttpRequest, pk: int) -> Renewal:
    rows = Renewal.objects.visible_to(reader(request))
    return get_object_or_404(rows.select_related("account__owner", "contract"), pk=pk)


@FORM
def renewal_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the price and terms."""
    row, user = _one(request, pk), reader(request)
    refuse_others(request, row)
    known = RenewalTerms.objects.visible_to(user).filter(renewal=row).first()
    form = TermsForm(request.POST or None, initial=start_of(known))

    def save() -> str:
        set_terms(
            renewal=row, changes=changed(form), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("The terms are kept.")

    def stands() -> RenewalTerms | None:
        return RenewalTerms.objects.visible_to(user).filter(renewal=row).first()

    title = _("Price and terms: {account}").format(account=row.account.name)
    return form_page(
        request,
        form,
        title=title,
        save=save,
        back=f"/renewals/{pk}/approval/",
        record=stands if known else None,
    )


@require_safe
def renewal_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """The terms with their bounds, and who agreed."""
    row, user = _one(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    context = {"renewal": row, "agreed": agreed(row, user, on=today), "today": today}
    return render(request, "desk/renewals/approval.html", context)


@FORM
def approval_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask everybody who has to agree."""
    row = _one(request, pk)
    refuse_others(request, row)
    form = AskForm(request.POST or None)

    def save() -> str:
        request_approval(renewal=row, note=form.cleaned_data["note"], by=reader(request), at=database_now())
        return _("Asked. They are told at once.")

    title = _("Ask for approval: {account}").format(account=row.account.name)
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/approval/")


@FORM
def approval_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or refuse for one level."""
    user, at = reader(request), database_now()
    steps = ApprovalStep.objects.visible_to(user).select_related("request__renewal__account")
    step = get_object_or_404(steps, pk=pk)
    row = step.request.renewal
    found = agreed(row, user, on=local_day(at, user.time_zone)).steps
    shown = next((one for one in found if one.step.pk == pk), None)
    back = f"/renewals/{row.pk}/approval/"
    if shown is None or not shown.deciders:
        return refused(request, _("This has been decided already, or the terms have changed."), back=back)
    if not shown.may_decide:
        raise PermissionDenied("This is decided by somebody else.")
    form = DecideForm(request.POST or None)

    def save() -> str:
        said = form.cleaned_data
        decide_approval(step=step, agrees=said["agrees"], note=said["note"], by=user, at=at)
        return _("You agreed.") if said["agrees"] else _("You refused.")

    title = _("{level}: {account}").format(level=step.get_level_display(), account=row.account.name)
    return form_page(request, form, title=title, save=save, back=back)


@FORM
def price_policy(request: HttpRequest) -> HttpResponse:
    """Index values, who decides for which level, and the table of who must agree."""
    user, at = reader(request), database_now()
    if not runs_the_workspace(user):
        raise PermissionDenied("Admins keep the price policy.")
    sent = request.POST if request.method == "POST" else None
    seating = sent is not None and "level" in sent
    index = IndexForm(None if seating else sent)
    seat = SeatForm(sent if seating else None)
    form = seat if seating else index
    if form.is_bound and form.is_valid():
        try:
            if seating:
                seat_approver(**form.fields_said(), by=user, at=at)
            else:
                add_index_value(**form.fields_said(), by=user, at=at)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("price_policy")
    matrix = matrix_now()
    context = {
        "tabs": family(user, "price_policy"),
        "index_form": index, "seat_form": seat, "values": index_values(), "seats": seats(),
        "matrix": matrix, "table": said_in(matrix), "today": local_day(at, user.time_zone),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "desk/renewals/price_policy.html", context, status=status)


@FORM
def price_matrix(request: HttpRequest) -> HttpResponse:
    """Publish the next version of the table of who must agree."""
    user = reader(request)
    if not runs_the_workspace(user):
        raise PermissionDenied("Admins keep the price policy.")
    form = MatrixForm(request.POST or None, initial=start_of_matrix(matrix_now()))

    def save() -> str:
        made = publish_matrix(
            changes=form.fields_said(), by=user, at=database_now(), expected_version=form.expected_version
        )
        return _("Version {number} of the table counts from now on.").format(number=made.version)

    return form_page(
        request, form, title=_("Who must agree"), save=save, back=reverse("price_policy"),
        record=lambda: SimpleNamespace(**as_fields(matrix_now().rules)),
    )  # fmt: skip


@require_http_methods(["POST"])
def approver_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody no longer decides for a level."""
    user = reader(request)
    if not runs_the_workspace(user):
        raise PermissionDenied("Admins keep the price policy.")
    unseat_approver(seat=get_object_or_404(seat_of(pk)), by=user, at=database_now())
    return redirect("price_policy")
