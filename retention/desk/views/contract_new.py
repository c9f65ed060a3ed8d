"""Entering contracts: from scratch, or as the one that follows another."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions.contracts import enter_contract
from accounts.forms.contracts import BaseLineFormSet, LineFormSet, NewContractForm
from accounts.models import Account, Contract, ContractLine
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.months import add_months, whole_months
from retention.team.models import User

from ..editing import form_page
from ..reader import reader, refuse_others
from .account import the_account
from .contracts import the_contract

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]
CARRIED = (
    "currency",
    "auto_renew",
    "renewal_term_months",
    "notice_value",
    "notice_unit",
    "notice_counted_from",
    "downgrade_right",
)


@require_http_methods(SHOWS_AND_SAVES)
def contract_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was signed; yearly revenue, the renewal and its reminders follow."""
    row = the_account(request, pk)
    refuse_others(request, row)
    return _enter(request, row, initial={"currency": row.currency}, title=f"Contract of {row.name}")


@require_http_methods(SHOWS_AND_SAVES)
def contract_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the contract that follows this one; what ran at its end is filled in already."""
    older = the_contract(request, pk)
    refuse_others(request, older)
    initial = _successor(older)
    title = f"Renew {older.reference} of {older.account.name}"
    return _enter(request, older.account, initial=initial, title=title, lines=_lines_to_renew(older))


def _enter(
    request: HttpRequest,
    account: Account,
    *,
    initial: Mapping[str, Any],
    title: str,
    lines: Sequence[Mapping[str, Any]] = (),
) -> HttpResponse:
    user = reader(request)
    form = NewContractForm(request.POST or None, user=user, account=account, initial=dict(initial))
    kwargs = {"user": user, "account": account}
    given = None if form.is_bound else [dict(line) for line in lines]
    rows = LineFormSet(request.POST or None, prefix="lines", form_kwargs=kwargs, initial=given)
    if form.is_bound and not rows.is_valid():
        form.is_valid()
        form.add_error(None, "One of the lines needs another look.")
    made: list[Contract] = []

    def save() -> str:
        made.append(_saved(account, form, rows, user))
        return "Draft kept." if form.cleaned_data["keep_as_draft"] else "Contract entered."

    back = reverse("account_contracts", args=[account.pk])
    answer = form_page(request, form, title=title, save=save, back=back, more={"lines": rows})
    if made and answer.status_code == 302:
        answer["Location"] = reverse("contract", args=[made[0].pk])
    return answer


def _saved(account: Account, form: NewContractForm, rows: BaseLineFormSet, user: User) -> Contract:
    """Enter the contract; a refusal that names a line is shown at that line."""
    fields = form.fields_said()
    activate = not fields.pop("keep_as_draft")
    lines, at = rows.line_inputs(), database_now()
    try:
        return enter_contract(account=account, by=user, at=at, lines=lines, activate=activate, **fields)
    except DomainError as error:
        rows.refuse(error.field, error.message)
        raise


def _successor(older: Contract) -> dict[str, Any]:
    """What the next term would say if nothing changed."""
    said: dict[str, Any] = {name: getattr(older, name) for name in CARRIED}
    said |= {"reference": f"{older.reference[:110]}, renewed", "predecessor": older.pk}
    if older.term_end is not None:
        start = older.term_end + timedelta(days=1)
        months = whole_months(older.term_start, older.term_end) or older.renewal_term_months
        said |= {"term_start": start, "term_end": add_months(start, months) - timedelta(days=1)}
    return said


def _lines_to_renew(older: Contract) -> list[dict[str, Any]]:
    """The lines that run at the end of the term, or today when it has none."""
    last = older.term_end or date.max
    rows = older.lines.select_related("product", "org_unit").order_by("id")
    return [
        _as_typed(row)
        for row in rows
        if row.is_recurring
        and row.superseded_by_id is None
        and (row.agreed_end_on or row.end_on or date.max) >= last
    ]


def _as_typed(row: ContractLine) -> dict[str, Any]:
    return {
        "product": row.product_id,
        "description": row.description,
        "org_unit": row.org_unit_id,
        "quantity": row.quantity.normalize(),
        "recurring_amount": row.recurring_amount,
        "period_months": row.period_months,
        "is_recurring": True,
        "price_model": "" if row.price_model == "fixed" else row.price_model,
        "escalator_pct": row.escalator_pct,
    }
