"""What the filters of account and contract lists mean, for pages, API and exports alike."""

from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet

from retention.lib.clock import database_now
from retention.lib.filtering import (
    ChoiceOfRecord,
    DayFilter,
    DaysFilter,
    IdFilter,
    OwnerFilter,
    PersonFilter,
    SearchFilter,
    WordsFilter,
)
from retention.lib.folding import folded
from retention.lib.money import currency_codes
from retention.lib.zones import local_day
from retention.team.models import Team, User

from .choices import (
    ContractState,
    HealthBand,
    LifecycleStage,
    MovementCause,
    MovementKind,
    TeamFunction,
    Tier,
)
from .choosing import all_teams, known_elsewhere_as, owners_seen_by, people_of_ours, teams_seen_by
from .models import (
    Account,
    AccountMerger,
    AccountQuerySet,
    AccountTeamMember,
    ArrMovement,
    BreakOption,
    Contract,
    ContractLine,
    FxRate,
    Invoice,
    InvoiceQuerySet,
    TeamMemberQuerySet,
)
from .models.lines import LineQuerySet
from .periods import restated

CURRENCIES = [(code, code) for code in sorted(currency_codes())]


def owners_for(request: Any) -> QuerySet[User]:
    """The people to choose from: owners of accounts the reader sees; nobody without a request."""
    return owners_seen_by(request.user) if request is not None else people_of_ours().none()


def teams_for(request: Any) -> QuerySet[Team]:
    """The teams to choose from: those of accounts the reader sees; none without a request."""
    return teams_seen_by(request.user) if request is not None else all_teams().none()


def people_for(request: Any) -> QuerySet[User]:
    """Our people to choose from; nobody without a request."""
    return people_of_ours() if request is not None else people_of_ours().none()


class AccountFilter(django_filters.FilterSet):
    """Which accounts a list shows."""

    q = SearchFilter(method="named")
    owner = OwnerFilter(queryset=owners_for, label="Owner", empty_label="Anybody")
    tier = WordsFilter(choices=Tier.choices, label="Tier")
    health = WordsFilter(field_name="health_band", choices=HealthBand.choices, label="Health")
    stage = WordsFilter(choices=LifecycleStage.choices, label="Stage")
    team = ChoiceOfRecord(queryset=teams_for, label="Team", empty_label="All teams")
    sector = django_filters.CharFilter(lookup_expr="iexact", max_length=80, label="Sector")
    renews_before = DayFilter(field_name="next_term_end", lookup_expr="lt", label="Term ends before")
    decides_before = DayFilter(field_name="next_decision_on", lookup_expr="lt", label="To be decided before")
    quiet_days = DaysFilter(method="quiet_for", label="No two-way touchpoint for (days)")

    class Meta:
        model = Account
        fields: ClassVar[list[str]] = []

    def named(self, rows: AccountQuerySet, name: str, value: str) -> QuerySet[Account]:
        """By a part of the name, without regard to case and accents, or by the id of another system."""
        return rows.filter(Q(name_key__contains=folded(value)) | Q(pk__in=known_elsewhere_as(value)))

    def quiet_for(self, rows: AccountQuerySet, name: str, value: Any) -> QuerySet[Account]:
        """Nobody there spoke with us for that many days, or ever."""
        return rows.quiet_since(database_now() - timedelta(days=int(value)))


class ContractFilter(django_filters.FilterSet):
    """Which contracts a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    q = SearchFilter(field_name="reference", lookup_expr="icontains")
    state = WordsFilter(choices=ContractState.choices, label="State")
    currency = django_filters.ChoiceFilter(choices=CURRENCIES, label="Currency")
    auto_renew = django_filters.BooleanFilter(label="Renews by itself")
    ends_after = DayFilter(field_name="term_end", lookup_expr="gt", label="Term ends after")
    ends_before = DayFilter(field_name="term_end", lookup_expr="lt", label="Term ends before")

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = []


class InvoiceFilter(django_filters.FilterSet):
    """Which invoices a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    contract = IdFilter(field_name="contract_id", label="Contract")
    q = SearchFilter(field_name="number", lookup_expr="icontains")
    open = django_filters.BooleanFilter(method="still_open", label="Open")
    overdue = django_filters.BooleanFilter(method="past_its_day", label="Overdue")
    disputed = django_filters.BooleanFilter(field_name="disputed_since", lookup_expr="isnull", exclude=True)
    due_after = DayFilter(field_name="due_on", lookup_expr="gt", label="Due after")
    due_before = DayFilter(field_name="due_on", lookup_expr="lt", label="Due before")

    class Meta:
        model = Invoice
        fields: ClassVar[list[str]] = []

    def still_open(self, rows: InvoiceQuerySet, name: str, value: bool) -> QuerySet[Invoice]:
        """Not paid in full and not void, or the others."""
        return rows.open() if value else rows.exclude(pk__in=rows.open().values("pk"))

    def past_its_day(self, rows: InvoiceQuerySet, name: str, value: bool) -> QuerySet[Invoice]:
        """Open, undisputed and due before the reader's today, or the others."""
        late = rows.overdue_on(local_day(database_now(), self.request.user.time_zone))
        return late if value else rows.exclude(pk__in=late.values("pk"))


class LineFilter(django_filters.FilterSet):
    """Which contract lines a list shows."""

    account = IdFilter(field_name="contract__account_id", label="Account")
    contract = IdFilter(field_name="contract_id", label="Contract")
    product = IdFilter(field_name="product_id", label="Product")
    recurring = django_filters.BooleanFilter(field_name="is_recurring", label="Recurring")
    in_force_on = DayFilter(method="running", label="In force on")

    class Meta:
        model = ContractLine
        fields: ClassVar[list[str]] = []

    def running(self, rows: LineQuerySet, name: str, value: date) -> QuerySet[ContractLine]:
        """Recurring ones of contracts that are no drafts, running on that day."""
        return rows.in_force_on(value)


class MovementFilter(django_filters.FilterSet):
    """Which movements a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    line = IdFilter(field_name="line_id", label="Line")
    kind = WordsFilter(choices=MovementKind.choices, label="Kind")
    subkind = WordsFilter(choices=MovementCause.choices, label="What lay behind it")
    effective_from = DayFilter(field_name="effective_on", lookup_expr="gte", label="Effective from")
    effective_to = DayFilter(field_name="effective_on", lookup_expr="lte", label="Effective to")
    restated = django_filters.BooleanFilter(method="written_late", label="Written after its month was closed")

    class Meta:
        model = ArrMovement
        fields: ClassVar[list[str]] = []

    def written_late(self, rows: QuerySet[ArrMovement], name: str, value: bool) -> QuerySet[ArrMovement]:
        """Written after its day had been closed, or the others."""
        late = restated().order_by().values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)


class BreakFilter(django_filters.FilterSet):
    """Which break options a list shows."""

    account = IdFilter(field_name="contract__account_id", label="Account")
    contract = IdFilter(field_name="contract_id", label="Contract")
    on_from = DayFilter(field_name="on", lookup_expr="gte", label="From")
    on_to = DayFilter(field_name="on", lookup_expr="lte", label="To")

    class Meta:
        model = BreakOption
        fields: ClassVar[list[str]] = []


class MergerFilter(django_filters.FilterSet):
    """Which mergers a list shows."""

    merged = IdFilter(field_name="merged_id", label="Became part")
    survivor = IdFilter(field_name="survivor_id", label="Goes on")

    class Meta:
        model = AccountMerger
        fields: ClassVar[list[str]] = []


class RateFilter(django_filters.FilterSet):
    """Which exchange rates a list shows."""

    currency = django_filters.ChoiceFilter(choices=CURRENCIES, label="Currency")
    on_from = DayFilter(field_name="on", lookup_expr="gte", label="From")
    on_to = DayFilter(field_name="on", lookup_expr="lte", label="To")

    class Meta:
        model = FxRate
        fields: ClassVar[list[str]] = []


class TeamMemberFilter(django_filters.FilterSet):
    """Which places on account teams a list shows; former ones only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    user = PersonFilter(queryset=people_for, label="Who", empty_label="Anybody")
    function = WordsFilter(choices=TeamFunction.choices, label="Function")
    former = django_filters.BooleanFilter(method="as_asked", label="Who left too")

    class Meta:
        model = AccountTeamMember
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: TeamMemberQuerySet) -> QuerySet[AccountTeamMember]:
        """What was asked for; without a word who is on the team now."""
        rows: TeamMemberQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("former") else rows.current()

    def as_asked(self, rows: TeamMemberQuerySet, name: str, value: Any) -> TeamMemberQuerySet:
        """Seen to above."""
        return rows
