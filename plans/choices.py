"""Words of plans: what was agreed, what was proven, what moved (docs/glossary.md)."""

from django.db import models


class Better(models.TextChoices):
    """Which way a metric should go."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


class GoalSource(models.TextChoices):
    """Whose words a target is made of: only the customer's own can be agreed."""

    CUSTOMER = "customer", "They said so"
    INFERRED = "inferred", "We think so"
    INTERNAL = "internal", "Our own standard"


class TargetState(models.TextChoices):
    """How far a target is between us; how it goes is computed from its measurements."""

    PROPOSED = "proposed", "Not agreed yet"
    AGREED = "agreed", "Agreed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class MeasuredBy(models.TextChoices):
    """Where a figure comes from."""

    CUSTOMER = "customer", "Their figure"
    OURS = "ours", "Our data"
    ESTIMATE = "estimate", "An estimate"


class ProofState(models.TextChoices):
    """How far a benefit is proven; only what they confirmed counts."""

    ASSERTED = "asserted", "We say so"
    EVIDENCED = "evidenced", "There is evidence"
    CONFIRMED = "confirmed", "They confirmed it"
    DISPUTED = "disputed", "They dispute it"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Side(models.TextChoices):
    """Who asked for a change."""

    THEIRS = "theirs", "They"
    OURS = "ours", "We"


class Decision(models.TextChoices):
    """What became of a change that was asked for."""

    OPEN = "open", "Not decided"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class WorkKind(models.TextChoices):
    """What time was spent on. Touchpoints count as time with the customer."""

    DELIVERY = "delivery", "Work for the customer"
    CUSTOMER = "customer", "Time with the customer"
    STRATEGY = "strategy", "Thinking about the account"
    INTERNAL = "internal", "Our own administration"


class OverDecision(models.TextChoices):
    """What becomes of hours beyond those included."""

    GOODWILL = "goodwill", "Given as goodwill"
    BILL = "bill", "Billed"
    SWAP = "swap", "Swapped for something else"


class Frequency(models.TextChoices):
    """How long a period of a KPI is."""

    MONTH = "month", "Every month"
    QUARTER = "quarter", "Every quarter"


class Strength(models.TextChoices):
    """How sure it is that a figure of our work explains why they stay."""

    ASSUMED = "assumed", "We assume it"
    STATED = "stated", "They said so"
    SHOWN = "shown", "Figures show it"


class Adopted(models.TextChoices):
    """Whether they took up what they were taught."""

    UNKNOWN = "unknown", "Not known yet"
    YES = "yes", "They use it"
    NO = "no", "They do not use it"
