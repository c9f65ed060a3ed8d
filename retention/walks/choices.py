"""The words of contract walks."""

from django.db import models


class Party(models.TextChoices):
    """Where a step is done."""

    IN_HOUSE = "in_house", "In-house"
    PARTNER = "partner", "Partner"
    CUSTOMER = "customer", "Customer"


class WalkState(models.TextChoices):
    """How far a contract has walked."""

    WALKING = "walking", "Under way"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"


class HandoffState(models.TextChoices):
    """Whether the receiver took it."""

    WAITING = "waiting", "Waits to be accepted"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Given back"
