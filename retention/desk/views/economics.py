"""What keeping more customers would be worth, by one's own figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from retention.lib.clock import database_now
from retention.lib.form_fields import AmountField
from retention.lib.zones import local_day
from retention.metrics.cohorts import spend_by_tenure
from retention.metrics.lifetime import Business, Effect, FiguresRefused, effect
from retention.metrics.own_stays import Worth, worth_of
from retention.metrics.positions import Totals, totals
from retention.metrics.questions import Question, ask
from retention.metrics.stays import curve_of

from ..figures.files import Cells, about, as_file, chained
from ..lists import address
from ..reader import reader
from .drivers import tabs


class PercentField(forms.DecimalField):
    """A share of 0 to 100 %."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_value": 100, "max_digits": 7, "decimal_places": 3, **options}
        )


class BusinessForm(forms.Form):
    """One's own figures; shares are written as percentages."""

    customers = forms.IntegerField(label="Customers", min_value=1, max_value=10**8)
    revenue_each = AmountField(label="Yearly revenue of each")
    margin = PercentField(label="Margin in %")
    kept_now = PercentField(label="Customers kept a year, in %")
    kept_then = PercentField(label="Customers kept, if you improve, in %")
    discount = PercentField(label="Discount rate in %")
    winning_cost = AmountField(label="Cost of winning one customer")
    years = forms.IntegerField(label="Years looked ahead", min_value=1, max_value=30, initial=5)

    def business(self) -> Business:
        """The figures as a business."""
        said: dict[str, Any] = self.cleaned_data
        shares = {name: said[name] / 100 for name in ("margin", "kept_now", "kept_then", "discount")}
        amounts = {name: said[name] for name in ("revenue_each", "winning_cost")}
        return Business(customers=said["customers"], years=said["years"], **shares, **amounts)


def _own_figures(sums: Totals) -> dict[str, Any]:
    """What the ledger knows; margin, discount and costs only the user knows."""
    customers = sums.count("cohort")
    if not customers:
        return {"years": 5}
    kept = Decimal(sums.count("stayed")) / customers * 100
    return {
        "customers": customers,
        "revenue_each": (sums["cohort_arr"] / customers).quantize(Decimal(1)),
        "kept_now": kept.quantize(Decimal("0.1")),
        "years": 5,
    }


@require_safe
def economics(request: HttpRequest) -> HttpResponse:
    """What keeping more customers would change, computed from what the user enters and nothing else."""
    question = _asked(request)
    form = BusinessForm(request.GET or None, initial=_own_figures(totals(question)))
    found = _effect(form)
    context = {
        "tabs": tabs("economics"),
        "form": form,
        "effect": found,
        "worth": _worth(form, question) if found else None,
        "file": address(reverse("effect_file"), request.GET),
        "tenure": spend_by_tenure(question),
        "base": str(settings.KEEL_BASE_CURRENCY),
    }
    return render(request, "desk/retention/economics.html", context)


@require_safe
def effect_file(request: HttpRequest) -> StreamingHttpResponse:
    """What would change, with the figures it was computed from; 404 where the page computes nothing."""
    form = BusinessForm(request.GET or None)
    found = _effect(form)
    if found is None:
        raise Http404
    today = local_day(database_now(), reader(request).time_zone)
    said = ((str(form.fields[name].label), value) for name, value in form.cleaned_data.items())
    rows = _effect_rows(found, _worth(form, _asked(request)))
    return as_file("effect", chained(about(today), [("your figures", "")], said, [()], rows))


def _effect_rows(found: Effect, worth: Worth | None) -> Iterator[Cells]:
    yield "a year", "now", "then"
    yield "value of one customer", found.value_now, found.value_then
    yield "customers who leave", found.leaving_now, found.leaving_then
    yield "not spent on replacing them", "", found.replacing_saved
    yield "change of the value of one customer", "", found.change_share
    if worth:
        yield ()
        yield "by how long your customers stayed", "value", "low", "high", "years", "seen", "stays"
        years = (worth.shares.years, worth.shares.seen, worth.customers)
        yield "one customer", worth.value, worth.low, worth.high, *years


def _asked(request: HttpRequest) -> Question:
    user = reader(request)
    return ask(user, today=local_day(database_now(), user.time_zone)).rated()


def _worth(form: BusinessForm, question: Question) -> Worth | None:
    """By how long the reader's own customers stayed so far."""
    own = form.business()
    return worth_of(
        curve_of(question), margin=own.revenue_each * own.margin, discount=own.discount, years=own.years
    )


def _effect(form: BusinessForm) -> Effect | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return effect(form.business())
    except FiguresRefused as refusal:
        form.add_error(refusal.field, refusal.message)
        return None
