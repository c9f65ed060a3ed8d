"""The words of what we know."""

from django.db import models


class Topic(models.TextChoices):
    """What a fact is about; the first ten are the questions every account is asked of."""

    BOUGHT = "bought", "Why they bought"
    EXIT = "exit", "What would make them leave"
    COMPETITOR = "competitor", "Whom they see as our competitor"
    DIFFERENCE = "difference", "What sets us apart for them"
    COMPARISON = "comparison", "How they differ from those who leave"
    OPERATION = "operation", "What of our work matters to them"
    PERFORMANCE = "performance", "How well we do there"
    PROACTIVE = "proactive", "Whether we come to them first"
    PERSONAL = "personal", "Whether it is about them"
    PULL = "pull", "Whether we learn or push"
    RETURN = "return", "The return they expect"
    PREFERENCE = "preference", "How they want to hear from us"
    INTENT = "intent", "Staying or leaving"
    DRIVER = "driver", "Why they stay"
    REFERRAL = "referral", "Whether we may ask for a referral"
    OPINION = "opinion", "What they judge us by"
    WIN = "win", "What winning means to them"


class FactOutcome(models.TextChoices):
    """What came of asking."""

    ANSWERED = "answered", "Answered"
    NOT_KNOWN = "not_known", "Asked, they do not know"
    WAITING = "waiting", "Asked, no answer yet"


class FactSource(models.TextChoices):
    """How we know."""

    STATED = "stated", "They said so"
    OBSERVED = "observed", "We observed it"
    ASSUMED = "assumed", "We assume it"


class Intent(models.TextChoices):
    """What somebody thinks of doing when the term ends."""

    STAY = "stay", "Stays"
    UNSURE = "unsure", "Unsure"
    LEAVE = "leave", "Leaves"


class ReferralWord(models.TextChoices):
    """What somebody said about being asked for a referral."""

    YES = "yes", "Yes"
    NOT_NOW = "not_now", "Not now"
    NEVER = "never", "Never"


class Threat(models.TextChoices):
    """How near a competitor is, as the customer says."""

    NOBODY = "nobody", "Nobody else"
    KNOWN = "known", "They know them"
    NEARBY = "nearby", "In use elsewhere in their group"
    LOOKING = "looking", "They are looking at them now"


VALUES: dict[str, type[models.TextChoices]] = {
    Topic.INTENT: Intent,
    Topic.REFERRAL: ReferralWord,
    Topic.COMPETITOR: Threat,
}
"""Topics whose answer is one of a few words; the text adds to it."""
RATED = (Topic.DRIVER, Topic.OPINION)
"""Topics with an importance and a performance."""
RANKED = (*RATED, Topic.DIFFERENCE)
"""Topics with an importance: what sets us apart is ranked by them."""
OF_ONE_PERSON = (Topic.INTENT, Topic.REFERRAL)
"""Topics that are somebody's, not the account's; their word is the answer."""
NAMES_WHO = (*OF_ONE_PERSON, Topic.WIN)
"""Topics that must name whose answer it is."""
ALWAYS_PERSONAL = (Topic.INTENT,)
"""Topics that the account team alone reads."""
MAY_BE_PERSONAL = (*ALWAYS_PERSONAL, Topic.WIN)
"""Topics of which a single answer may be kept to the account team."""
