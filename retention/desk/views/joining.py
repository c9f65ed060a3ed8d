"""Deciding several renewals of an account as one, and taking them apart."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retention.lib.clock import database_now
from retention.renewals.actions import join_renewals, split_renewal
from retention.renewals.actions.assessing import decides_for
from retention.renewals.models import Renewal

from ..editing import form_page
from ..joining_form import JoinForm, SplitForm
from ..reader import reader
from .renewal import FORM, editable_renewal, title_of


def _decided_by(request: HttpRequest, pk: int) -> Renewal:
    """The renewal, for who may join and take apart; others are told so."""
    row = editable_renewal(request, pk)
    if not decides_for(row.account, reader(request)):
        raise PermissionDenied("Only leads and admins decide several renewals as one.")
    return row


@FORM
def renewal_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide other renewals of the account together with this one."""
    row, user = _decided_by(request, pk), reader(request)
    form = JoinForm(request.POST or None, renewal=row, user=user, initial={"version": row.version})

    def save() -> str:
        others = list(form.cleaned_data["others"])
        join_renewals(
            renewal=row, others=others, reason=form.cleaned_data["reason"], by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        number = len(others)
        words = ngettext("%(n)s renewal is decided here too.", "%(n)s renewals are decided here too.", number)
        return words % {"n": number}

    return form_page(
        request, form, title=title_of(row, _("Decide together")), save=save, back=f"/renewals/{pk}/"
    )


@FORM
def renewal_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a renewal by itself again."""
    row = _decided_by(request, pk)
    form = SplitForm(request.POST or None, initial={"version": row.version})

    def save() -> str:
        split = split_renewal(
            renewal=row, reason=form.cleaned_data["reason"], by=reader(request), at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Decided by itself again, at {stage}.").format(stage=split.get_stage_display())

    return form_page(request, form, title=title_of(row, _("Take apart")), save=save, back=f"/renewals/{pk}/")
