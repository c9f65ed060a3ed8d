"""The form of the table of who must agree to which terms."""

from decimal import Decimal
from typing import Any

from django import forms

from retention.lib.form_fields import SeveralWords
from retention.renewals.matrix import as_fields
from retention.renewals.models import Level
from retention.renewals.pricing import Matrix

from .form_parts import InParts, Part


def _share(label: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=0, max_value=100, max_digits=6, decimal_places=2
    )


def _whole(label: str, most: int, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most)


def _who(label: str) -> SeveralWords:
    return SeveralWords(choices=Level.choices, label=label)


class MatrixForm(InParts):
    """Bounds, and who agrees beyond each of them."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    discount_free = _share("The owner gives up to, in per cent")
    discount_second = _share("First bound, in per cent")
    who_second = _who("Up to the first bound, who agrees")
    discount_third = _share("Second bound, in per cent")
    who_third = _who("Up to the second bound, who agrees")
    who_above = _who("Above the second bound, who agrees")
    contraction_over_pct = _share("Smaller by more than, in per cent")
    who_contraction = _who("Who agrees to a smaller renewal")
    uplift_over_pct = _share("A rise needs a confirmed value above, in per cent")
    who_uplift = _who("Who agrees to a rise out of the ordinary, or to none")
    term_over_months = _whole("A term is long above, in months", 240, 1)
    term_under_months = _whole("A term is short below, in months", 240)
    who_term = _who("Who agrees to such a term")
    payment_over_days = _whole("Payment is late after, in days", 365)
    who_payment = _who("Who agrees to late payment")
    who_termination = _who("Termination for convenience")
    who_favoured = _who("Most favoured customer")
    who_uncapped = _who("Uncapped liability")
    sla_business_days = _whole("Working days to answer, then it goes one level up", 30, 1)
    policy_A = _share("The policy’s rise for tier A, in per cent", required=False)
    policy_B = _share("For tier B", required=False)
    policy_C = _share("For tier C", required=False)
    policy_D = _share("For tier D", required=False)

    PARTS = (
        Part("Discount", ("discount_free",), is_row=True),
        Part(
            "",
            (
                "discount_second",
                "who_second",
            ),
            is_row=True,
        ),
        Part(
            "",
            (
                "discount_third",
                "who_third",
            ),
            is_row=True,
        ),
        Part("", ("who_above",), is_row=True),
        Part(
            "Size and rise",
            (
                "contraction_over_pct",
                "who_contraction",
            ),
            is_row=True,
        ),
        Part(
            "",
            (
                "uplift_over_pct",
                "who_uplift",
            ),
            is_row=True,
        ),
        Part(
            "Term and payment",
            (
                "term_over_months",
                "term_under_months",
            ),
            is_row=True,
        ),
        Part("", ("who_term",), is_row=True),
        Part(
            "",
            (
                "payment_over_days",
                "who_payment",
            ),
            is_row=True,
        ),
        Part("Special terms", ("who_termination",), is_row=True),
        Part(
            "",
            (
                "who_favoured",
                "who_uncapped",
            ),
            is_row=True,
        ),
        Part("Time to answer, and the policy’s rise", ("sla_business_days",), is_row=True),
        Part(
            "",
            (
                "policy_A",
                "policy_B",
                "policy_C",
                "policy_D",
            ),
            is_row=True,
        ),
    )


def start_of(matrix: Matrix) -> dict[str, Any]:
    """What stands in the form."""
    shown = {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else value
        for name, value in as_fields(matrix.rules).items()
    }
    return shown | {"version": matrix.version}


def said_in(matrix: Matrix) -> list[tuple[str, str, list[str]]]:
    """The table in words, as (heading, what, who), in the order of the form."""
    rules = as_fields(matrix.rules)
    pct = {name: f"{value.normalize():f}%" for name, value in rules.items() if isinstance(value, Decimal)}
    rows = [
        ("Discount", f"up to {pct['discount_free']}", []),
        ("Discount", f"up to {pct['discount_second']}", rules["who_second"]),
        ("Discount", f"up to {pct['discount_third']}", rules["who_third"]),
        ("Discount", "more", rules["who_above"]),
        ("Size", f"smaller by more than {pct['contraction_over_pct']}", rules["who_contraction"]),
        ("Rise", f"none though the contract allows one, above the policy, or above "
                 f"{pct['uplift_over_pct']} without a value they confirmed", rules["who_uplift"]),
        ("Term", f"over {rules['term_over_months']} or under {rules['term_under_months']} months",
         rules["who_term"]),
        ("Payment", f"in more than {rules['payment_over_days']} days", rules["who_payment"]),
        ("Special terms", "termination for convenience", rules["who_termination"]),
        ("Special terms", "most favoured customer", rules["who_favoured"]),
        ("Special terms", "uncapped liability", rules["who_uncapped"]),
    ]  # fmt: skip
    return [(heading, what, [str(Level(level).label) for level in who]) for heading, what, who in rows]
