"""Plans to begin with that a team keeps: what its best plans have in common, without their customers."""

from collections.abc import Mapping
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.models import Team
from retention.team.visibility import Reader, teams_led_by, teams_seen_by

from ..planning.outline import LONGEST, read_outline, read_prompts
from ..planning.templates import PlanTemplate


class TeamPlanTemplateQuerySet(models.QuerySet["TeamPlanTemplate"]):
    """Questions over the templates of teams."""

    def visible_to(self, user: Reader) -> Self:
        """Those of the teams whose figures somebody sees."""
        return self.filter(team__in=teams_seen_by(user))

    def editable_by(self, user: Reader) -> Self:
        """Those of the teams somebody leads."""
        return self.filter(team__in=teams_led_by(user))

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


@audited()
class TeamPlanTemplate(Recorded, Versioned):
    """A plan to begin with; ``outline`` and ``prompts`` are lines as people write them (planning/outline)."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="plan_templates")
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)
    outline = models.CharField(max_length=LONGEST)
    prompts = models.CharField(max_length=LONGEST, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    objects: ClassVar = TeamPlanTemplateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(outline=""), name="template_says_something"),
            models.UniqueConstraint(
                "team", Lower("name"), name="template_name_once", condition=Q(withdrawn_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_template(self) -> PlanTemplate:
        """What a plan is filled from. Raises InputRefused when the lines can no longer be read."""
        return PlanTemplate(f"team-{self.pk}", self.name, self.note, read_outline(self.outline))

    def asks(self) -> Mapping[str, str]:
        """What to ask oneself, by key of a short field."""
        return read_prompts(self.prompts)
