"""`/api/v1/metrics/`: every figure as of any day, for any part of the customers, with the rows behind it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.viewsets import ViewSet

from accounts.fx import base_currency, rate_on
from retention.lib import accepts
from retention.lib.api.schema import reads
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..definitions import DEFINITIONS
from ..figures import CODES, figure, figures, is_counted, label_of
from ..metric import LeftOut, Metric, Place, Row
from ..questions import ACCOUNT, Question, ask
from .shapes import CODE, CURSOR, PAGE, PARAMETERS, Asked, AskedRows, BehindPage, MetricRow

CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")


class MetricViewSet(ViewSet):
    """Figures over the accounts the caller may see; they are derived and cannot be written."""

    resource = "metrics"
    lookup_field = "code"
    lookup_value_regex = "[a-z_]{1,40}"

    @reads(MetricRow(many=True), parameters=PARAMETERS)
    def list(self, request: Request) -> Response:
        """Every figure of the period."""
        question, money = self._question(self._said(Asked))
        return Response([_told(each, question, money) for each in figures(question)])

    @reads(MetricRow, parameters=[CODE, *PARAMETERS])
    def retrieve(self, request: Request, code: str) -> Response:
        """One figure."""
        question, money = self._question(self._said(Asked))
        return Response(_told(self._figure(question, code), question, money))

    @reads(BehindPage, parameters=[CODE, *PARAMETERS, *PAGE])
    @action(detail=True)
    def rows(self, request: Request, code: str) -> Response:
        """The records a figure is made of, what matters most first."""
        said = self._said(AskedRows)
        after, limit = _place(said.pop("cursor", "")), said.pop("limit")
        question, money = self._question(said)
        found = self._figure(question, code).rows(after, limit + 1)
        more = len(found) > limit
        address = request.build_absolute_uri()
        following = replace_query_param(address, "cursor", _cursor(found[limit - 1])) if more else None
        results = [_row(each, money) for each in found[:limit]]
        return Response({"next": following, "currency": money.currency, "results": results})

    def _said(self, shape: type[Asked]) -> dict[str, Any]:
        query = self.request.query_params
        several = {"segment": query.getlist("segment")} if "segment" in query else {}
        body = shape(data={**query.dict(), **several})
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _question(self, said: dict[str, Any]) -> tuple[Question, "Money"]:
        """Raises ValidationError in the words of the address."""
        currency, segment = said.pop("currency", base_currency()), said.pop("segment", [])
        said["unit"] = said.pop("customer", ACCOUNT)
        parts = dict(_part(each) for each in segment)
        try:
            user: Any = self.request.user  # a person of ours, for the permission has let them in
            today = local_day(database_now(), user.time_zone)
            question = ask(user, today=today, segment=parts, **said).rated()
            return question, Money.of(accepts.currency(currency, "currency"), question)
        except DomainError as error:
            field = error.field if error.field in Asked._declared_fields else "segment"
            raise ValidationError({field: [error.message]}) from error

    @staticmethod
    def _figure(question: Question, code: str) -> Metric:
        if code not in CODES:
            raise Http404
        return figure(question, code)


class Money:
    """In which currency amounts are told, and what one unit of it is worth in the company's."""

    def __init__(self, currency: str, worth: Decimal) -> None:
        self.currency, self.worth = currency, worth

    @classmethod
    def of(cls, currency: str, question: Question) -> "Money":
        """At the rate of the question's first day. Raises InputRefused when none is known."""
        rate = rate_on(currency, question.start)
        if rate is None:
            raise accepts.InputRefused(f"No exchange rate of {currency} is known.", field="currency")
        return cls(currency, rate.value)

    def told(self, amount: Decimal) -> Decimal:
        """An amount of the company's currency, in cents."""
        return (amount / self.worth).quantize(CENT)


def _part(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise ValidationError({"segment": ["Say a part of the customers like tier:A."]})
    return name.strip(), value.strip()


def _place(cursor: str) -> Place | None:
    found = CURSOR.fullmatch(cursor)
    try:
        return (Decimal(found[1]), int(found[2])) if found else None
    except InvalidOperation:
        return None


def _cursor(row: Row) -> str:
    return f"{row.rank:f}:{row.pk}"


def _told(metric: Metric, question: Question, money: Money) -> dict[str, Any]:
    counted = is_counted(metric.code)
    side = (lambda amount: Decimal(amount).quantize(CENT)) if counted else money.told
    value = metric.value
    if value is not None:
        value = money.told(value) if metric.kind == "amount" else value.quantize(MILLIONTH)
    definition = DEFINITIONS.get(metric.code)
    return {
        "code": metric.code,
        "label": label_of(metric.code),
        "means": definition.means if definition else "One step of the bridge between the two days.",
        "kind": metric.kind,
        "value": value,
        "unit": "number" if counted else "money",
        "numerator": side(metric.numerator),
        "denominator": side(metric.denominator),
        "n": metric.n,
        "excluded": [_said(each) for each in metric.excluded],
        "assumed": [_said(each) for each in metric.assumed],
        "currency": money.currency,
        "currency_mode": metric.currency_mode,
        "start": question.start,
        "as_of": metric.as_of,
        "known_at": question.known_at,
        "segment": [f"{name}:{part}" for name, part in question.segment.items()],
        "customer": question.unit,
        "definition_version": metric.definition_version,
    }


def _said(left: LeftOut) -> dict[str, Any]:
    return {"reason": left.reason, "number": left.number}


def _row(row: Row, money: Money) -> dict[str, Any]:
    amounts = {"before": money.told(row.before), "after": money.told(row.after)}
    return {"id": row.pk, "account_id": row.account_id, "name": row.name, **amounts, "note": row.note}
