"""White space: what each unit of a customer could use of what we sell, and who works on getting there."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Account, ContractLine, OrgUnit, Product
from contacts.models import Contact, MapScope, NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..planning.room_words import ENDED_STAGES, ROOM, CellState, RoomStage, Strength
from ..planning.whitespace import (
    DISPLACE_BEFORE,
    FITS_FROM,
    READY_FROM,
    STALE_AFTER,
    is_displaceable,
    is_stale,
)
from .hours import CURRENCY
from .whitespace_guards import cell_leaves_first, in_play_has_a_play

MONEY = models.DecimalField(max_digits=24, decimal_places=2)
POTENTIAL = Coalesce("potential_said", F("units") * F("unit_price"), output_field=MONEY)
WEIGHTED = models.ExpressionWrapper(POTENTIAL * F("fit") * F("access"), output_field=MONEY)
READY = Q(readiness__gte=READY_FROM, sponsor__isnull=False) & ~Q(need="")


def _points(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=models.IntegerField())


POINTS = (
    _points(~Q(need=""), 3) + _points(Q(sponsor__isnull=False), 2) + _points(~Q(budget=""), 2)
    + _points(Q(fit__gte=FITS_FROM), 2) + _points(~Q(timing=""), 1)
)  # fmt: skip


class CellQuerySet(ThroughAccount["WhitespaceCell"]):
    """Questions over cells."""

    def with_room(self, *, on: date) -> Self:
        """Something is still to be won: no contract line in force says that it is owned."""
        lines = ContractLine._base_manager.filter(
            ~Q(contract__state="draft"), Q(end_on__isnull=True) | Q(end_on__gte=on), is_recurring=True,
            start_on__lte=on, contract__account=OuterRef("account"), product=OuterRef("product"),
        )  # fmt: skip
        here = Exists(lines.filter(org_unit=OuterRef("unit")))
        whole = Q(unit__isnull=True) & Exists(lines.filter(org_unit__isnull=True))
        is_sold = Q(state__in=(CellState.OPEN, CellState.COMPETITOR)) & (here | whole)
        return self.filter(state__in=ROOM).exclude(is_sold)

    def ready(self) -> Self:
        """They could buy: six points of ten, the need and a sponsor among them."""
        return self.filter(READY)

    def stale(self, *, on: date) -> Self:
        """Nobody looked for 180 days."""
        return self.filter(looked_on__lt=on - STALE_AFTER)

    def to_displace(self, *, on: date) -> Self:
        """A competitor's contract there ends within 180 days."""
        within = {"competitor_ends_on__gte": on, "competitor_ends_on__lte": on + DISPLACE_BEFORE}
        return self.filter(state=CellState.COMPETITOR, **within)


@audited(exclude=["potential", "weighted", "readiness", "competitor_key", "prompted_for"])
class WhitespaceCell(Recorded, Versioned):
    """One product in one unit of a customer; without a unit, at the account as a whole.

    A cell that has no row is unknown. ``units`` are those still to be won, ``unit_price`` is a year's, in
    ``currency``; ``potential_said`` replaces their product and says why. ``need``, ``sponsor``, ``budget``,
    ``fit`` and ``timing`` make the readiness. ``competitor`` is named as they name them; ``competitor_key``
    is the same name for what people told us and for lost renewals, however it is spelt.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="whitespace_cells")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="whitespace_cells")
    product = models.ForeignKey(Product, models.PROTECT, related_name="whitespace_cells")
    state = models.CharField(max_length=14, choices=CellState.choices, default=CellState.UNKNOWN)
    units = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    potential_said = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    potential_note = models.CharField(max_length=300, blank=True)
    potential = models.GeneratedField(expression=POTENTIAL, output_field=MONEY, db_persist=True)
    fit = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    access = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    weighted = models.GeneratedField(expression=WEIGHTED, output_field=MONEY, db_persist=True)
    looked_on = models.DateField()
    need = models.CharField(max_length=500, blank=True)
    sponsor = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    budget = models.CharField(max_length=300, blank=True)
    timing = models.CharField(max_length=300, blank=True)
    approach = models.CharField(max_length=500, blank=True)
    readiness = models.GeneratedField(expression=POINTS, output_field=models.IntegerField(), db_persist=True)
    competitor = models.CharField(max_length=120, blank=True)
    competitor_key = models.GeneratedField(
        expression=Func(F("competitor"), function="keel_fold", output_field=models.CharField()),
        output_field=models.CharField(max_length=240),
        db_persist=True,
    )
    competitor_product = models.CharField(max_length=200, blank=True)
    competitor_ends_on = models.DateField(null=True, blank=True)
    competitor_strength = models.CharField(max_length=6, choices=Strength.choices, blank=True)
    prompted_for = models.DateField(null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = CellQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "unit", "product"], name="cell_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(state__in=CellState.values), name="cell_state_known"),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY), name="cell_currency_iso"),
            models.CheckConstraint(
                condition=Q(potential_said__isnull=True) | ~Q(potential_note=""),
                name="cell_potential_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(units__isnull=True) | Q(units__gte=0))
                & (Q(unit_price__isnull=True) | Q(unit_price__gte=0))
                & (Q(potential_said__isnull=True) | Q(potential_said__gte=0)),
                name="cell_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=(Q(fit__isnull=True) | Q(fit__gte=0, fit__lte=1))
                & (Q(access__isnull=True) | Q(access__gte=0, access__lte=1)),
                name="cell_fit_and_access_from_0_to_1",
            ),
            models.CheckConstraint(
                condition=~Q(competitor="")
                | ~Q(state=CellState.COMPETITOR)
                & Q(competitor_product="", competitor_ends_on__isnull=True, competitor_strength=""),
                name="cell_competitor_is_named",
            ),
            models.CheckConstraint(
                condition=Q(competitor_strength__in=["", *Strength.values]), name="cell_strength_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["competitor_ends_on", "id"], name="cell_to_displace",
                condition=Q(state=CellState.COMPETITOR),
            ),
            models.Index(fields=["account", "product"], name="cell_by_account"),
            models.Index(
                fields=["competitor_key", "account"], name="cell_by_competitor", condition=~Q(competitor=""),
            ),
        ]  # fmt: skip
        triggers: ClassVar = [in_play_has_a_play()]

    def __str__(self) -> str:
        return f"{self.product} for {self.unit}" if self.unit_id else str(self.product)

    @property
    def is_ready(self) -> bool:
        """They could buy: six points of ten, the need and a sponsor among them."""
        points: int = self.readiness
        return points >= READY_FROM and bool(self.need) and self.sponsor_id is not None

    def is_stale(self, *, on: date) -> bool:
        """Not looked at for more than 180 days."""
        return is_stale(self.looked_on, on=on)

    def is_displaceable(self, *, on: date) -> bool:
        """A competitor sits there and their contract ends within 180 days."""
        return self.state == CellState.COMPETITOR and is_displaceable(self.competitor_ends_on, on=on)


class RoomPlayQuerySet(ThroughAccount["WhitespacePlay"]):
    """Questions over plays. Whoever one belongs to may work on it."""

    worker: ClassVar[str] = "owner_id"

    def running(self) -> Self:
        """Neither won nor lost nor stopped."""
        return self.filter(ended_on__isnull=True)


@audited()
class WhitespacePlay(Recorded, Versioned):
    """Somebody works on winning a cell: why, until when, and what is the next step.

    ``came_from`` is what the cell was before, which it is again when the play ends without being won.
    ``opportunity`` is the decision with a map of its own, once it is one. ``allowed_by`` let it begin while
    the relationship was in trouble, and said why.
    """

    cell = models.ForeignKey(WhitespaceCell, models.PROTECT, related_name="plays")
    account = models.ForeignKey(Account, models.PROTECT, related_name="whitespace_plays")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="whitespace_plays")
    step = models.ForeignKey(NextStep, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    target_on = models.DateField()
    stage = models.CharField(max_length=8, choices=RoomStage.choices, default=RoomStage.PLANNED)
    came_from = models.CharField(max_length=14, choices=CellState.choices)
    opportunity = models.OneToOneField(
        MapScope, models.PROTECT, null=True, blank=True, related_name="whitespace_play"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_note = models.CharField(max_length=500, blank=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    allowed_reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = RoomPlayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cell"], name="room_play_once", condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(condition=Q(stage__in=RoomStage.values), name="room_play_stage_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="room_play_says_why"),
            models.CheckConstraint(
                condition=Q(stage__in=ENDED_STAGES, ended_on__isnull=False)
                | ~Q(stage__in=ENDED_STAGES) & Q(ended_on__isnull=True, ended_note=""),
                name="room_play_ended_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(stage=RoomStage.WON) | Q(ended_on__isnull=True) | ~Q(ended_note=""),
                name="room_play_not_won_says_why",
            ),
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=True, allowed_reason="")
                | Q(allowed_by__isnull=False) & ~Q(allowed_reason=""),
                name="room_play_allowed_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["target_on", "id"], name="room_play_running", condition=Q(ended_on__isnull=True)
            ),
            models.Index(fields=["account", "id"], name="room_play_by_account"),
        ]
        triggers: ClassVar = [cell_leaves_first()]

    def __str__(self) -> str:
        return str(self.cell)

    @property
    def is_running(self) -> bool:
        """Neither won nor lost nor stopped."""
        return self.ended_on is None
