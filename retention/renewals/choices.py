"""The words of renewals: stages, outcomes, calls."""

from django.db import models


class RenewalStage(models.TextChoices):
    """Steps of the pipeline; the last eight are closed."""

    SCHEDULED = "scheduled", "Scheduled"
    PREPARING = "preparing", "Preparing"
    ENGAGED = "engaged", "Engaged"
    PROPOSED = "proposed", "Proposed"
    NEGOTIATING = "negotiating", "Negotiating"
    VERBAL = "verbal", "Verbal yes"
    CONTRACT_OUT = "contract_out", "Contract out"
    AUTO_RENEWING = "auto_renewing", "Renewing by itself"
    NOTICE_RECEIVED = "notice_received", "Notice received"
    RENEWED = "renewed", "Renewed"
    RENEWED_EXPANDED = "renewed_expanded", "Renewed, larger"
    RENEWED_PARTIAL = "renewed_partial", "Renewed in part"
    AUTO_RENEWED = "auto_renewed", "Renewed by itself"
    EXTENDED_SHORT = "extended_short", "Short extension"
    LOST = "lost", "Lost"
    UNRESOLVED = "unresolved", "Ended, outcome not known"
    VOID = "void", "Void"


CLOSED_STAGES = (
    RenewalStage.RENEWED,
    RenewalStage.RENEWED_EXPANDED,
    RenewalStage.RENEWED_PARTIAL,
    RenewalStage.AUTO_RENEWED,
    RenewalStage.EXTENDED_SHORT,
    RenewalStage.LOST,
    RenewalStage.UNRESOLVED,
    RenewalStage.VOID,
)


class RenewalKind(models.TextChoices):
    """What is decided: whether the term goes on after its end, or whether a right to leave it is used."""

    TERM_END = "term_end", "End of the term"
    BREAK_OPTION = "break_option", "Right to leave"


class VoidReason(models.TextChoices):
    """Why a renewal never was one; renewals are not deleted."""

    DUPLICATE = "duplicate", "Double of another"
    MERGED = "merged", "Merged into another"
    ENTERED_IN_ERROR = "entered_in_error", "Entered in error"
    SUPERSEDED = "superseded", "Nothing ends on that day any more"


class ForecastCategory(models.TextChoices):
    """The owner's call: a human judgement, never derived from a probability."""

    COMMIT = "commit", "Commit"
    MOST_LIKELY = "most_likely", "Most likely"
    BEST_CASE = "best_case", "Best case"
    PIPELINE = "pipeline", "At risk"
    OMITTED = "omitted", "Left out"


class AnchorKind(models.TextChoices):
    """What the ladder counts back from."""

    ACT_BY = "act_by", "notice deadline"
    INTERNAL_LEAD = "internal_lead", "thirty days before the end"


class Negotiation(models.TextChoices):
    """What a negotiation is about."""

    COUNTER = "counter", "Counter offer"
    PROCUREMENT = "procurement", "Procurement"
    LEGAL = "legal", "Legal"


class NoticeMethod(models.TextChoices):
    """How a notice reached us."""

    LETTER = "letter", "Letter"
    EMAIL = "email", "Email"
    PORTAL = "portal", "Portal"
    IN_PERSON = "in_person", "Handed over"
    OTHER = "other", "Other"


class RootCause(models.TextChoices):
    """Why a customer left, or took less: one of fourteen (docs/methods.md, Close reasons)."""

    VALUE_NOT_REALISED = "value_not_realised", "Value not realised"
    ADOPTION_OR_DELIVERY = "adoption_or_delivery", "Adoption or delivery"
    SERVICE_QUALITY = "service_quality", "Service quality"
    PRODUCT_OR_SCOPE_GAP = "product_or_scope_gap", "Gap in what we offer"
    RELATIONSHIP_OR_SPONSOR = "relationship_or_sponsor", "Relationship or sponsor"
    PRICE_OR_VALUE_RATIO = "price_or_value_ratio", "Price for what it gives"
    COMPETITOR = "competitor", "Competitor"
    INSOURCED = "insourced", "Done by themselves"
    CUSTOMER_BUSINESS_CHANGE = "customer_business_change", "Their business changed"
    CUSTOMER_CEASED_OR_MERGED = "customer_ceased_or_merged", "They ceased or merged"
    EXPECTATIONS_OR_CONTRACT = "expectations_or_contract", "Expectations or contract"
    ADMINISTRATIVE = "administrative", "Administrative"
    WE_ENDED_IT = "we_ended_it", "We ended it"
    UNKNOWN = "unknown", "Not known"


class Controllable(models.TextChoices):
    """In whose hands the cause lay."""

    OURS = "ours", "Ours"
    SHARED = "shared", "Shared"
    EXTERNAL = "external", "Outside"


class WouldReturn(models.TextChoices):
    """Whether they would come back."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class WinReason(models.TextChoices):
    """Why a customer stayed; inertia is a warning."""

    VALUE_PROVEN = "value_proven", "Value proven"
    SERVICE = "service", "Service"
    RELATIONSHIP = "relationship", "Relationship"
    PRICE = "price", "Price"
    SWITCHING_COST = "switching_cost", "Cost of switching"
    INERTIA = "inertia", "Inertia"


class LineResult(models.TextChoices):
    """What became of one line at a renewal."""

    EXPANDED = "expanded", "Larger"
    RENEWED = "renewed", "Renewed"
    CONTRACTED = "contracted", "Smaller"
    DROPPED = "dropped", "Dropped"


class PlayCode(models.TextChoices):
    """The save plays (docs/methods.md, Save plays)."""

    CHAMPION_DEPARTED = "champion_departed", "Champion departed"
    VALUE_GAP = "value_gap", "Value gap"
    SERVICE_RECOVERY = "service_recovery", "Service recovery"
    PRICE_OBJECTION = "price_objection", "Price objection"
    COMPETITOR_EVALUATION = "competitor_evaluation", "Competitor evaluation"
    SILENCE = "silence", "Silence"
    GOALPOSTS = "goalposts", "Goalposts moved"
    OVER_SERVICE = "over_service", "Over-service"
    NOTICE_RECEIVED = "notice_received", "Notice received"


class SaveOutcome(models.TextChoices):
    """How a save play ended."""

    SAVED = "saved", "Saved"
    REDUCED = "reduced", "Saved in part"
    LOST = "lost", "Lost"
    LET_GO = "let_go", "Let go by decision"
    NOT_NEEDED = "not_needed", "There was no risk"
