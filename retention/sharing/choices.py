"""The words of the shared plan."""

from django.db import models


class WordKind(models.TextChoices):
    """What somebody of theirs said on the shared plan."""

    COMMENT = "comment", "Comment"
    ACCEPTED = "accepted", "Accepted the plan"
    DONE = "done", "Marked a step as done"
    CONFIRMED = "confirmed", "Confirmed a benefit"
    DISPUTED = "disputed", "Disputed a benefit"
    AGREED = "agreed", "Agreed to a target"
    REACHED = "reached", "Confirmed a target as reached"


class Device(models.TextChoices):
    """On what a shared plan was opened; nothing finer is kept."""

    PHONE = "phone", "Phone"
    COMPUTER = "computer", "Computer"
    UNKNOWN = "unknown", "Not known"


class TryKind(models.TextChoices):
    """What is counted behind links."""

    OPEN = "open", "Opened"
    MISS = "miss", "No such link"
    CODE = "code", "Wrong code"
    WORD = "word", "Said something"


OF_ACTION = (WordKind.DONE,)
OF_VALUE = (WordKind.CONFIRMED, WordKind.DISPUTED)
OF_TARGET = (WordKind.AGREED, WordKind.REACHED)
NAMED = (*OF_VALUE, *OF_TARGET)
"""What counts only from a contact we know: the link must say for whom it is."""
