"""One thing to do, whatever asked for it: a check-in, a renewal rung, a promise or a next step."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Account

from ..priority import Priority


@dataclass(frozen=True, slots=True)
class DayItem:
    """A row of the queue. ``due_on`` is the day it was due; ``reason`` is one sentence."""

    kind: str
    key: int
    title: str
    url: str
    reason: str
    due_on: date
    owner: Account
    priority: Priority
    done_url: str = ""
    snooze_url: str = ""
    action_text: str = ""
    action_url: str = ""

    @property
    def short_reason(self) -> str:
        """The first clause of the reason, for a row and the answer line."""
        return self.reason.split(";")[0].split(". ")[0].rstrip(".")

    @property
    def id(self) -> str:
        """The element's id on the page."""
        return f"{self.kind}-{self.key}"

    @property
    def account(self) -> str:
        """The account's name."""
        return self.owner.name

    @property
    def account_url(self) -> str:
        """The account's page."""
        return f"/accounts/{self.owner.pk}/"

    @property
    def state(self) -> str:
        """The account's health state."""
        return self.owner.health_band

    @property
    def score(self) -> Decimal | None:
        """The account's health score."""
        return self.owner.health_score

    @property
    def amount(self) -> Decimal | None:
        """Yearly revenue in the account's currency; None when there is none."""
        return self.owner.arr or None

    @property
    def currency(self) -> str:
        """The currency of the amount."""
        return self.owner.currency

    @property
    def change(self) -> Decimal | None:
        """Health change over 28 days, like for like."""
        return self.owner.health_trend

    def is_late(self, today: date) -> bool:
        """True when its day has passed."""
        return self.due_on < today
