"""What of our work the shared plan shows as proof, as plain values: a part of the allow-list (shown.py)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SharedReading:
    """What a KPI was in a period that is closed; None was not told yet, and is neither met nor missed."""

    period: str
    target: Decimal | None
    actual: Decimal | None
    result: str
    is_restated: bool


@dataclass(frozen=True, slots=True)
class SharedKpi:
    """What they and we agreed to measure of our work, and its last periods, the latest first."""

    name: str
    measure: str
    deliverable: str
    bound: str
    target: Decimal
    unit: str
    often: str
    agreed_by: str
    agreed_on: date
    readings: tuple[SharedReading, ...]


@dataclass(frozen=True, slots=True)
class SharedGift:
    """Work or goods given on top that they were told of; without a list price its worth is not known.

    ``allowed`` and ``delivered`` are minutes of the month, where it was given for hours beyond a contract.
    """

    what: str
    given_on: date
    list_price: Decimal | None
    currency: str
    told_to: str
    told_on: date
    allowed: int | None
    delivered: int | None
