"""What became of renewals, and what is expected of them, as expressions for questions over many rows.

docs/methods.md, Forecast.
"""

from django.db.models import Case, DecimalField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from .models import OwnerCall, RenewalStage

AMOUNT: DecimalField = DecimalField(max_digits=16, decimal_places=2)  # type: ignore[type-arg]
NOTHING_LEFT = (RenewalStage.LOST,)
AS_IT_WAS = (RenewalStage.RENEWED, RenewalStage.AUTO_RENEWED, RenewalStage.EXTENDED_SHORT)


def realised(via: str = "") -> Coalesce:
    """Renewed ARR of a closed renewal; none while it is open, void, or its outcome is not known.

    ``via`` is the path to the renewal. Where no amount was recorded a loss is 0 and an unchanged renewal
    what was available.
    """
    return Coalesce(
        Case(
            When(**{f"{via}closed_on__isnull": True}, then=Value(None, AMOUNT)),
            When(**{f"{via}stage__in": NOTHING_LEFT}, then=Value(0, AMOUNT)),
            default=F(f"{via}renewed_arr"),
            output_field=AMOUNT,
        ),
        Case(
            When(**{f"{via}stage__in": AS_IT_WAS}, then=F(f"{via}atr")),
            default=Value(None, AMOUNT),
            output_field=AMOUNT,
        ),
        output_field=AMOUNT,
    )


def expected(via: str = "") -> Coalesce:
    """Renewed ARR that the standing call expects; what is available while no call was made."""
    path = f"{via}pk" if not via else f"{via.removesuffix('__')}_id"
    newest = OwnerCall.objects.filter(renewal=OuterRef(path)).order_by("-id")
    return Coalesce(Subquery(newest.values("forecast_arr")[:1]), F(f"{via}atr"), output_field=AMOUNT)
