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
