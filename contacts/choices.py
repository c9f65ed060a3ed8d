"""The words of the contacts layer."""

from django.db import models


class BuyingRole(models.TextChoices):
    """The part somebody plays in decisions."""

    ECONOMIC_BUYER = "economic_buyer", "Economic buyer"
    DECISION_MAKER = "decision_maker", "Decision maker"
    EXECUTIVE_SPONSOR = "executive_sponsor", "Executive sponsor"
    CHAMPION = "champion", "Champion"
    COACH = "coach", "Coach"
    INFLUENCER = "influencer", "Influencer"
    USER_LEAD = "user_lead", "User lead"
    END_USER = "end_user", "End user"
    GATEKEEPER = "gatekeeper", "Gatekeeper"
    PROCUREMENT = "procurement", "Procurement"
    LEGAL = "legal", "Legal"
    FINANCE = "finance", "Finance"
    DELIVERABLE_RECIPIENT = "deliverable_recipient", "Receives deliverables"
    UNKNOWN = "unknown", "Role not known"


class ContactStatus(models.TextChoices):
    """Whether the person is still in this seat."""

    ACTIVE = "active", "Active"
    ON_LEAVE = "on_leave", "On leave"
    DEPARTED = "departed", "Left"
    UNKNOWN = "unknown", "Not known"


class Channel(models.TextChoices):
    """How people meet."""

    CALL = "call", "Call"
    EMAIL = "email", "Email"
    MEETING = "meeting", "Meeting in person"
    VIDEO = "video", "Video meeting"
    VISIT = "visit", "Their internal meeting (we were guests)"
    REVIEW = "review", "Business review"
    CHAT = "chat", "Chat"
    LETTER = "letter", "Letter"
    NOTE = "note", "Note to file"


class Weekday(models.TextChoices):
    """A day of the week."""

    MON = "mon", "Monday"
    TUE = "tue", "Tuesday"
    WED = "wed", "Wednesday"
    THU = "thu", "Thursday"
    FRI = "fri", "Friday"
    SAT = "sat", "Saturday"
    SUN = "sun", "Sunday"


class Direction(models.TextChoices):
    """Who reached out."""

    OUTBOUND = "outbound", "We reached out"
    INBOUND = "inbound", "They reached out"


class Outcome(models.TextChoices):
    """What came of it: decides whether the touchpoint was two-way (docs/methods.md, What counts)."""

    CONNECTED = "connected", "We spoke"
    REPLIED = "replied", "They replied"
    NO_ANSWER = "no_answer", "No answer yet"
    VOICEMAIL = "voicemail", "Voicemail"
    BULK = "bulk", "Bulk mail"
    AUTOMATED = "automated", "Automatic notice"
    SUPPORT = "support", "Handled by support"
    INTERNAL = "internal", "Internal work"


class Purpose(models.TextChoices):
    """Why the touchpoint happened."""

    LEARN = "learn", "Learn from them"
    EDUCATE = "educate", "Help them learn"
    VALUE = "value_report", "Report value"
    RELATIONSHIP = "relationship", "Relationship"
    SELL = "sell", "Offer something"
    RENEWAL = "renewal", "Renewal"
    ADMIN = "admin", "Administration"


class Mood(models.IntegerChoices):
    """How they felt, from the other side of the table."""

    VERY_BAD = -2, "Very bad"
    BAD = -1, "Bad"
    MIXED = 0, "Mixed"
    GOOD = 1, "Good"
    VERY_GOOD = 2, "Very good"


class Source(models.TextChoices):
    """How sure we are of a preference; stated beats observed beats default."""

    STATED = "stated", "They said so"
    OBSERVED = "observed", "We observed it"
    DEFAULT = "default", "Default"


class Side(models.TextChoices):
    """Whose promise it is."""

    OURS = "ours", "We promised"
    THEIRS = "theirs", "They promised"


class Wording(models.TextChoices):
    """In whose words something was written down."""

    OURS = "ours", "Our words"
    THEIRS = "theirs", "Their own words"


class PromiseState(models.TextChoices):
    """Where a promise stands; lateness is computed, not stored."""

    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    BROKEN = "broken", "Broken"
    WITHDRAWN = "withdrawn", "Withdrawn with consent"


class StepState(models.TextChoices):
    """Where a next step stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Orientation(models.TextChoices):
    """By what somebody decides first."""

    FINANCIAL = "financial", "Money"
    TECHNICAL = "technical", "Technology"
    BUSINESS = "business", "Business outcome"
    RELATIONSHIP = "relationship", "People and trust"
    UNKNOWN = "unknown", "Not known"


class Attitude(models.IntegerChoices):
    """Where somebody stands towards us; the account team's judgement, written as they might read it."""

    AGAINST = -2, "Against us"
    DOUBTFUL = -1, "Doubtful"
    NEUTRAL = 0, "Neutral"
    FAVOURABLE = 1, "For us"
    DEVOTED = 2, "Strongly for us"


class Certainty(models.TextChoices):
    """Whether something on the map is assumed, or somebody made sure of it."""

    ASSUMED = "assumed", "Assumed"
    CONFIRMED = "confirmed", "Confirmed"


class RelationshipLevel(models.IntegerChoices):
    """What one of ours is to a contact, now or as we wish it."""

    VENDOR = 1, "Vendor"
    CREDIBLE_SOURCE = 2, "Credible source"
    PROBLEM_SOLVER = 3, "Problem solver"
    TRUSTED_ADVISOR = 4, "Trusted advisor"
