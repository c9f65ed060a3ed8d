"""What somebody of theirs said on the shared plan, and what we answered."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from contacts.models import Contact
from plans.models import PlanAction, PlanEdition, RoiTarget, ValueEntry
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import OF_ACTION, OF_TARGET, OF_VALUE, WordKind
from .links import ShareLink

LONGEST_WORD = 2000
_ABOUT = {"action": OF_ACTION, "value": OF_VALUE, "target": OF_TARGET}


def _about_what() -> Q:
    """A word speaks of one thing, of the kind that it is about; comments and acceptance of the plan."""
    kinds = [kind for kind in WordKind if not any(kind in about for about in _ABOUT.values())]
    found = Q(kind__in=[kind.value for kind in kinds], **{f"{name}__isnull": True for name in _ABOUT})
    for name, about in _ABOUT.items():
        others = {f"{other}__isnull": True for other in _ABOUT if other != name}
        found |= Q(kind__in=[kind.value for kind in about], **{f"{name}__isnull": False}, **others)
    return found


class ClientWords(ThroughAccount["ClientWord"]):
    """Questions over what was said."""

    via: ClassVar[str] = "link__plan__account__"

    def waiting(self) -> Self:
        """Nobody of ours has answered or taken note."""
        return self.filter(settled_at__isnull=True)


@audited()
class ClientWord(Recorded):
    """A comment, an acceptance or a confirmation: who gave their name, when, of which version of the plan.

    ``name`` is as they typed it; ``contact`` is for whom the link was made on that day. ``edition`` is the
    last version that was kept, None before the first. It is settled when somebody of ours takes note of it.
    """

    link = models.ForeignKey(ShareLink, models.PROTECT, related_name="words")
    kind = models.CharField(max_length=9, choices=WordKind.choices)
    name = models.CharField(max_length=120)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=LONGEST_WORD, blank=True)
    action = models.ForeignKey(PlanAction, models.CASCADE, null=True, blank=True, related_name="+")
    value = models.ForeignKey(ValueEntry, models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(RoiTarget, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(PlanEdition, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=LONGEST_WORD, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ClientWords.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=WordKind.values), name="client_word_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="client_word_of_somebody"),
            models.CheckConstraint(
                condition=~Q(kind__in=[WordKind.COMMENT, WordKind.DISPUTED]) | ~Q(text=""),
                name="client_word_says_something",
            ),
            models.CheckConstraint(condition=_about_what(), name="client_word_about_one_thing"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, answer="")
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="client_word_settled_by_whom",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["link", "-at", "-id"], name="client_word_by_link"),
            models.Index(
                fields=["link", "id"], name="client_word_waiting", condition=Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"
