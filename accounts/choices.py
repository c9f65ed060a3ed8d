"""The words of the accounts layer (the glossary's, in code and on screen)."""

from django.db import models


class Tier(models.TextChoices):
    """Service level; A gets the most attention."""

    A = "A", "A strategic"
    B = "B", "B key"
    C = "C", "C core"
    D = "D", "D scale"


class LifecycleStage(models.TextChoices):
    """Where the account stands in its life with us."""

    ONBOARDING = "onboarding", "Onboarding"
    LIVE = "live", "Live"
    DORMANT = "dormant", "Dormant by agreement"
    FORMER = "former", "Former customer"


class HealthBand(models.TextChoices):
    """The health states; unknown is a state of its own, never a kind of healthy."""

    HEALTHY = "healthy", "Healthy"
    WATCH = "watch", "Watch"
    AT_RISK = "at_risk", "At risk"
    UNKNOWN = "unknown", "No score"


class TeamFunction(models.TextChoices):
    """What somebody of ours does for an account."""

    ACCOUNT_MANAGER = "account_manager", "Account manager"
    SPONSOR = "sponsor", "Executive sponsor"
    SALES = "sales", "Sales"
    OPERATIONS = "operations", "Order and operations"
    DELIVERY = "delivery", "Delivery"
    SUPPORT = "support", "Support"
    FINANCE = "finance", "Finance"
    LEGAL = "legal", "Legal"
    PRODUCT = "product", "Product"


class UnitKind(models.TextChoices):
    """What kind of part of the customer an org unit is."""

    DIVISION = "division", "Division"
    LOCATION = "location", "Location"
    DEPARTMENT = "department", "Department"


class NoticeUnit(models.TextChoices):
    """In what the notice period is counted."""

    DAYS = "days", "days"
    BUSINESS_DAYS = "business_days", "business days"
    MONTHS = "months", "months"


class NoticeFrom(models.TextChoices):
    """From which day the notice period is counted back; unknown means the earliest reading."""

    TERM_END = "term_end", "the last day of the term"
    RENEWAL_DUE_ON = "renewal_due_on", "the first day after the term"
    UNKNOWN = "unknown", "not said: use the earlier reading"


class ContractState(models.TextChoices):
    """Where a contract stands; only active ones carry ARR and renewals."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class MovementKind(models.TextChoices):
    """Why ARR changed on a day (docs/methods.md, Movements)."""

    NEW = "new", "New"
    REACTIVATION = "reactivation", "Reactivation"
    EXPANSION = "expansion", "Expansion"
    CONTRACTION = "contraction", "Contraction"
    CHURN = "churn", "Churn"
    SWAP = "swap", "Swap"
    TRANSFER_IN = "transfer_in", "Transfer in"
    TRANSFER_OUT = "transfer_out", "Transfer out"
    CORRECTION = "correction", "Correction"


class EndCause(models.TextChoices):
    """Why a contract ended; also what its churn is called."""

    NON_RENEWAL = "non_renewal", "Not renewed at the end of the term"
    MID_TERM = "mid_term_termination", "Ended before the end of the term"
    EVERGREEN_NOTICE = "evergreen_notice", "Notice on a contract without an end"
    INSOLVENCY = "insolvency", "Insolvency of the customer"


class PriceModel(models.TextChoices):
    """How a line is priced; usage without a minimum is never recurring."""

    FIXED = "fixed", "Fixed fee"
    USAGE_MINIMUM = "usage_minimum", "Usage, committed minimum"
    USAGE = "usage", "Usage without minimum"


class MovementCause(models.TextChoices):
    """What lay behind a movement: its subkind (docs/methods.md, Movements)."""

    SEATS = "seats", "Quantity"
    UPGRADE = "upgrade", "Upgrade"
    CROSS_SELL = "cross_sell", "Further product"
    NEW_UNIT = "new_org_unit", "Further unit"
    PRICE_UPLIFT = "price_uplift", "Higher price"
    ESCALATOR = "escalator", "Agreed price step"
    DOWNGRADE = "downgrade", "Downgrade"
    PRODUCT_DROP = "product_drop", "Product dropped"
    UNIT_DROP = "org_unit_drop", "Unit dropped"
    PRICE_CUT = "price_cut", "Lower price"
    NON_RENEWAL = "non_renewal", "Not renewed"
    MID_TERM = "mid_term_termination", "Ended mid-term"
    EVERGREEN_NOTICE = "evergreen_notice", "Evergreen notice"
    INSOLVENCY = "insolvency", "Insolvency"
    LATE_RENEWAL = "late_renewal", "Renewed late"
    CURRENCY_CHANGE = "currency_change", "Change of currency"
    SUSPENDED = "suspended", "Suspended"
    MERGER = "merger", "Customer merger"
