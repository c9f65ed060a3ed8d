"""Forms of KPIs and their readings."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..accepting import REASON
from ..actions.kpi_readings import READING_CHECKS
from ..actions.kpis import KPI_CHECKS
from ..choices import Better, Frequency
from ..kpi_results import ended_spans
from ..models import Kpi, KpiReading
from .goals import FigureField

OFFERED = 12


class KpiForm(ActionForm):
    """What of our work is measured, in the customer's words."""

    name = CheckedField(KPI_CHECKS["name"], label="What is measured", help_text="In their words.")
    measure = CheckedField(
        KPI_CHECKS["measure"], many_lines=True, rows=2, required=False, label="How it is measured"
    )
    unit = CheckedField(KPI_CHECKS["unit"], label="Unit", help_text="percent, hours, orders")
    direction = forms.ChoiceField(
        choices=Better.choices, initial=Better.HIGHER, label="Which way", widget=forms.RadioSelect
    )
    target = FigureField(label="Target")
    frequency = forms.ChoiceField(
        choices=Frequency.choices, initial=Frequency.MONTH, label="How often", widget=forms.RadioSelect
    )
    starts_on = DayField(label="From the period of")
    owner = RecordField(label="Who enters it")
    deliverable = CheckedField(
        KPI_CHECKS["deliverable"], required=False, label="Deliverable it measures",
        help_text="The name as it stands under who does what.",
    )  # fmt: skip
    is_shared = forms.BooleanField(
        required=False, label="Reports to the customer show it", help_text="Else it stays inside."
    )

    def __init__(
        self, *args: Any, user: User, account: Account, kpi: Kpi | None = None, **options: Any
    ) -> None:
        if kpi is not None:
            said = {name: getattr(kpi, name) for name in (*KPI_CHECKS, "version")}
            options["initial"] = said | {"owner": kpi.owner_id}
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())
        if kpi is None:
            self.initial.setdefault("owner", account.owner_id or user.pk)


class KpiAgreedForm(ActionForm):
    """Who of theirs agreed, and when."""

    contact = RecordField(label="Who agreed", empty_label="Choose")
    on = DayField(label="On")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, contact=contacts_of(account, user))


class ReadingForm(ActionForm):
    """What it was in a period, and how we know."""

    period_on = forms.TypedChoiceField(label="Period")
    actual = FigureField(label="Figure")
    evidence = CheckedField(
        READING_CHECKS["evidence"], many_lines=True, rows=2, required=False, label="How we know",
        help_text="Words, a link, or both.",
    )  # fmt: skip
    link = CheckedField(READING_CHECKS["link"], required=False, label="Link to the evidence")

    def __init__(self, *args: Any, kpi: Kpi, on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["actual"].help_text = kpi.unit
        spans = ended_spans(kpi.frequency, kpi.starts_on, on=on, most=OFFERED)
        by_key = {span.first.isoformat(): span.first for span in spans}
        field = self.fields["period_on"]
        field.choices = [(span.first.isoformat(), span.name) for span in spans]  # type: ignore[attr-defined]
        field.coerce = by_key.__getitem__  # type: ignore[attr-defined]


class CorrectReadingForm(ActionForm):
    """What it really was."""

    actual = FigureField(label="Figure")
    evidence = CheckedField(
        READING_CHECKS["evidence"], many_lines=True, rows=2, required=False, label="How we know"
    )
    link = CheckedField(READING_CHECKS["link"], required=False, label="Link to the evidence")
    reason = CheckedField(
        accepts.text("The reason", 500),
        required=False,
        label="Why it changes",
        help_text="Needed once the period is closed.",
    )

    def __init__(self, *args: Any, reading: KpiReading, **options: Any) -> None:
        said = {name: getattr(reading, name) for name in ("actual", "evidence", "link", "version")}
        super().__init__(*args, **{"initial": said, **options})
        self.fields["actual"].help_text = reading.kpi.unit


class VoidReadingForm(ActionForm):
    """Why it does not hold."""

    reason = CheckedField(REASON, label="Why it is taken back")
