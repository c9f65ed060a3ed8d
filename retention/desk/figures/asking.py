"""From an address to a question: the period, the part of the customers, and the day of knowledge."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.choices import Tier
from accounts.models import Account
from retention.lib.errors import DomainError
from retention.lib.form_fields import DayField
from retention.metrics.questions import ACCOUNT, DIMENSIONS, FAMILY, MONTHS, Question, ask
from retention.team.models import Team, User

PERIODS = (
    ("3", "3 months"),
    ("6", "6 months"),
    ("12", "12 months"),
    ("24", "24 months"),
    ("36", "36 months"),
)
MOST_CHOICES = 200
CUSTOMERS = (("", "Accounts"), (FAMILY, "Account families"))
ASKED = ("as_of", "months", "known", "customer", *DIMENSIONS)
DIVISIONS = (("tier", "Tier"), ("team", "Team"), ("country", "Country"), ("sector", "Sector"))
Choices = list[tuple[str, str]]


class PeriodForm(forms.Form):
    """What the page is about; every field may stay empty."""

    as_of = DayField(label="As of", required=False)
    months = forms.ChoiceField(label="Period", choices=PERIODS, required=False, initial="12")
    tier = forms.ChoiceField(label="Tier", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    country = forms.ChoiceField(label="Country", required=False)
    sector = forms.ChoiceField(label="Sector", required=False)
    known = DayField(label="As known on", required=False, help_text="Leaves out what was entered later.")

    def __init__(self, query: QueryDict, user: User) -> None:
        super().__init__(query or None)
        seen = Account.objects.visible_to(user).order_by()
        self._offer("tier", [(value, str(label)) for value, label in Tier.choices])
        self._offer(
            "team", [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")]
        )
        for name in ("country", "sector"):
            known = seen.exclude(**{name: ""}).values_list(name, flat=True).distinct()[:MOST_CHOICES]
            self._offer(name, [(value, value) for value in sorted(known)])

    def _offer(self, name: str, choices: Choices) -> None:
        """The choices, and what the address says even if nobody is like that now: they may have been then."""
        asked = self.data.get(name, "") if self.is_bound else ""
        extra = (
            [(asked, asked)] if name in ("country", "sector") and asked not in dict(choices) and asked else []
        )
        self.fields[name].choices = [("", "All"), *choices, *extra]  # type: ignore[attr-defined]

    def words(self) -> list[str]:
        """The part asked about, in words."""
        said = []
        for name, label in DIVISIONS:
            value = self.cleaned_data.get(name) if self.is_bound and self.is_valid() else ""
            if value:
                said.append(f"{label} {dict(self.fields[name].choices).get(value, value)}")  # type: ignore[attr-defined]
        return said


class ReportForm(PeriodForm):
    """The same, and who is one customer."""

    customer = forms.ChoiceField(
        label="Count",
        choices=CUSTOMERS,
        required=False,
        help_text="A family is an ultimate parent with all accounts below it.",
    )

    def words(self) -> list[str]:
        """The part asked about, and that families are counted."""
        families = self.is_bound and self.is_valid() and self.cleaned_data["customer"] == FAMILY
        return [*super().words(), *(["each account family is one customer"] if families else [])]


def asked(form: PeriodForm, user: User, today: date, *, months: int = MONTHS) -> Question:
    """The question of a form; one that cannot be read is asked as if nothing had been said."""
    said: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    segment = {name: said[name] for name in DIMENSIONS if said.get(name)}
    known = said.get("known")
    try:
        return ask(
            user,
            today=today,
            as_of=said.get("as_of"),
            months=int(said.get("months") or months),
            segment=segment,
            known_at=_end_of(known, user.time_zone) if known else None,
            unit=said.get("customer") or ACCOUNT,
        ).rated()
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return ask(user, today=today, months=months).rated()


def _end_of(day: date, zone: str) -> datetime:
    """The last instant of a day where the reader is."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone or "UTC")) - timedelta(
        microseconds=1
    )


class Addresses:
    """Where the numbers of a page lead: the same question, one figure at a time."""

    def __init__(self, request: HttpRequest) -> None:
        self.kept = QueryDict(mutable=True)
        for name in ASKED:
            value = request.GET.get(name, "")
            if value:
                self.kept[name] = value

    def to(self, view: str, **more: str) -> str:
        """An address of ours with the question and *more* in it."""
        query = self.kept.copy()
        for name, value in more.items():
            query[name] = value
        text = query.urlencode()
        return f"{reverse(view)}?{text}" if text else reverse(view)

    def rows(self, what: str, **more: str) -> str:
        """The rows behind a figure."""
        return self.to("retention_rows", what=what, **more)
