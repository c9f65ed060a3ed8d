"""Invented facts for the style page: every component in every state it can have."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django import forms
from django.utils.timezone import localdate

from .charts.lines import LineChart, Point, Spark, health_line, sparkline
from .charts.scatter import Dot, Scatter, scatter
from .charts.trends import Series, Trends, trends
from .parts import Chip, Column, Crumb, Fact, Pager, Segment, Tab


@dataclass(frozen=True)
class Row:
    """A row of the queue."""

    id: str
    title: str
    account: str
    reason: str
    state: str
    score: int | None
    amount: Decimal | None
    change: int | None
    action_text: str
    url: str = "#queue"
    account_url: str = "#queue"
    currency: str = "EUR"
    done_url: str = "#done"
    snooze_url: str = "#snooze"
    action_url: str = "#log"


def queue() -> list[Row]:
    """One row per health state."""
    return [
        Row("q1", "Call Jonas Weller before the renewal talk", "Brightwater Foods",
            "No contact for 34 days. Renews 31 January", "watch", 58, Decimal(184000), -9, "Log call"),
        Row("q2", "Find out who replaces Dr Anand as sponsor", "Meridian Clinics",
            "Sponsor left 2 November. Review is 6 days late", "at_risk", 37, Decimal(96500), -14, "Log call"),
        Row("q3", "Send the price letter", "Castellan Freight",
            "Notice date is Thursday 26 November", "healthy", 81, Decimal(142000), None, "Log email"),
        Row("q4", "Welcome the new buyer, Owen Pryce", "Orchard & Vine",
            "Added by Friday’s import, no contact yet", "unknown", None, None, None, "Log email"),
    ]  # fmt: skip


def timeline() -> list[dict[str, object]]:
    """Talk, a system entry, a private note, right-to-left text."""
    now = datetime.now(UTC)
    return [
        {"icon": "health", "system": True, "title": "Health 63 → 58, still Watch", "at": now,
         "tags": [{"text": "Support −4", "state": "at_risk"}, {"text": "Contact −1", "state": "at_risk"}]},
        {"icon": "phone", "title": "Call with Jonas Weller · Priya Raman", "at": now - timedelta(days=1),
         "body": "Driver app works well in Leeds.\nHe wants cost per site before January.",
         "tags": [{"text": "Mixed mood", "state": "watch", "glyph": "watch"},
                  {"text": "Next: invoice split", "icon": "check"}]},
        {"icon": "lock", "title": "Private note · Priya Raman", "at": now - timedelta(days=40),
         "body": "مرحبا، نراجع العقد الأسبوع القادم 😊"},
    ]  # fmt: skip


def facts() -> list[Fact]:
    """Six facts, two of them late."""
    return [
        Fact("Customer since", "March 2021"),
        Fact("Yearly revenue", "€184,000", "+4% since last term"),
        Fact("Renews", "31 Jan 2027", "70 days"),
        Fact("Last contact", "20 Oct", "33 days, limit 14", late=True, url="#facts"),
        Fact("Sponsor", "None", "since 2 Sep", late=True),
        Fact("Open promises", "3"),
    ]


def steps() -> list[dict[str, object]]:
    """A late step, one due, one with a tag."""
    today = localdate()
    return [
        {"id": 1, "text": "Call Jonas Weller", "done_url": "#d", "due": today - timedelta(days=20),
         "late": True, "owner": "Priya Raman"},
        {"id": 2, "text": "Send Amara the invoice split by site", "done_url": "#d",
         "due": today + timedelta(days=5), "owner": "Priya Raman"},
        {"id": 3, "text": "Find a sponsor above Operations", "done_url": "#d", "tag": "Renewal",
         "due": today + timedelta(days=23), "owner": "Sofia Brandt"},
    ]  # fmt: skip


def health_chart(width: int = 368) -> LineChart:
    """A year with a gap, a note and a fall."""
    months = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
    values = [71, 73, None, 74, 73, 70, 69, 71, 70, 69, 67, 58]
    points = [Point(m, v, "Sponsor left" if m == "Sep" else "") for m, v in zip(months, values, strict=True)]
    return health_line(
        points, state="watch", word="Watch", head=("Month", "Health"), width=width,
        summary="Health over twelve months: 71 in December, 74 in March, 58 in November.",
    )  # fmt: skip


def spark() -> Spark:
    """A short fall."""
    return sparkline([71, 73, 72, None, 69, 58], state="watch", summary="From 71 to 58 in six weeks")


ACCOUNTS = (
    ("Meridian Clinics", 37, 52, 96.5, "at_risk"), ("Brightwater Foods", 58, 69, 184, "watch"),
    ("Quillan Pharma", 34, 88, 128, "at_risk"), ("Castellan Freight", 81, 63, 142, "healthy"),
    ("Tidewater Ports", 66, 127, 118, "watch"), ("Halden & Søn", 28, 121, 64, "at_risk"),
    ("Ostrava Steelworks", 58, 102, 164.5, "watch"), ("Lumen Retail Group", 73, 97, 132, "healthy"),
    ("Vela Hotels", 88, 64, 41, "healthy"), ("Aldgate Couriers", 83, 56, 88, "healthy"),
    ("Sable Aviation", 22, 160, 58, "at_risk"), ("Fenwick Labs", 63, 78, 52, "watch"),
    ("Nordkyn Seafood", 91, 150, 60, "healthy"), ("Kestrel Energy", 49, 176, 39, "watch"),
)  # fmt: skip


def scatter_chart(width: int = 620) -> Scatter:
    """Fourteen accounts, three of them in need of names."""
    dots = [Dot(n, s, d, a / 184, state, f"€{a:g}k") for n, s, d, a, state in ACCOUNTS]
    return scatter(
        dots, width=width, head=("Account", "Health", "Days to renewal", "Revenue"),
        summary="Two at-risk accounts renew within 90 days: Meridian Clinics and Quillan Pharma.",
    )  # fmt: skip


def trends_chart(columns: int = 3, width: int = 1126) -> Trends:
    """Twelve weeks of counts."""
    weeks = [f"wk {n}" for n in range(37, 49)]
    series = [
        Series("healthy", "Healthy", (61, 60, 61, 60, 59, 59, 58, 58, 58, 57, 56, 56)),
        Series("watch", "Watch", (16, 17, 16, 17, 18, 18, 19, 19, 19, 20, 22, 20)),
        Series("at_risk", "At risk", (8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 9)),
    ]
    return trends(
        weeks, series, head="Week", columns=columns, width=width,
        summary="Healthy fell from 61 to 56, watch rose from 16 to 20, at risk from 8 to 9.",
    )  # fmt: skip


class SampleForm(forms.Form):
    """A field of each kind."""

    due_on = forms.DateField(label="Renewal date", help_text="The first day after the term.")
    amount = forms.DecimalField(
        label="Yearly amount, EUR", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    tier = forms.ChoiceField(label="Tier", choices=[("A", "A strategic"), ("B", "B key"), ("C", "C core")])
    mood = forms.ChoiceField(
        label="Mood", widget=forms.RadioSelect, choices=[("1", "Good"), ("0", "Mixed"), ("-1", "Bad")]
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    private = forms.BooleanField(label="Only for the account team", required=False)


def navigation() -> dict[str, object]:
    """Crumbs, tabs, segments, chips, table headings, pager."""
    return {
        "crumbs": [Crumb("Accounts", "#a"), Crumb("Tier A", "#b"), Crumb("Brightwater")],
        "tabs": [Tab("Overview", "#o", current=True), Tab("Timeline", "#t", note="128"), Tab("People", "#p"),
                 Tab("Renewal", "#r")],
        "segments": [Segment("Table", "#t", current=True), Segment("Calendar", "#c")],
        "chips": [Chip("Owner", "#o", value="me", on=True), Chip("They disagree", "#d", icon="flag"),
                  Chip("Tier A", "#ta")],
        "columns": [Column("Account", "#n"), Column("Health", "#h", sorted="ascending"),
                    Column("Revenue", "#r", numeric=True), Column("Renews"), Column("Actions", hidden=True)],
        "pager": Pager(previous_url="#p", next_url="#n", previous_label="Newer", next_label="Older"),
        "legend": [("healthy", "Healthy", "€5.63M"), ("watch", "Watch", "€1.86M"),
                   ("at_risk", "At risk", "€0.83M"),
                   ("unknown", "No score", "€0.10M"), ("accent", "Team call", "84%")],
        "mix": [("healthy", 5.63), ("watch", 1.86), ("at_risk", 0.83), ("unknown", 0.10)],
    }  # fmt: skip
