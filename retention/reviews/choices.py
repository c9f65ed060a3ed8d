"""Words of reviews (docs/glossary.md)."""

from django.db import models


class ReviewKind(models.TextChoices):
    """With whom we look back and ahead."""

    BUSINESS = "business", "Business review"
    EXECUTIVE = "executive", "Executive review"
    INTERNAL = "internal", "Internal review"


class ReviewState(models.TextChoices):
    """How far a review is."""

    PLANNED = "planned", "Planned"
    PREPARED = "prepared", "Prepared"
    SENT = "sent", "Sent in advance"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


OPEN_STATES = (ReviewState.PLANNED, ReviewState.PREPARED, ReviewState.SENT)
OVER_STATES = (ReviewState.HELD, ReviewState.CANCELLED)


class Follows(models.TextChoices):
    """What follows from a decision of a review."""

    OURS = "ours", "We promise it"
    THEIRS = "theirs", "They promise it"
    STEP = "step", "A next step of ours"
    ACTION = "action", "An action of the plan"
    NOTHING = "nothing", "Nothing to do"
