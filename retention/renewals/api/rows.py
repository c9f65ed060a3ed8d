"""How renewals, their facts and their moves are read through the API."""

from rest_framework import serializers

from ..gates import Missing
from ..models import LineOutcome, Renewal, StageChange, StageEvidence
from ..out_of_quarter import Timing

COLUMNS = (
    "id",
    "version",
    "account_id",
    "contract_id",
    "kind",
    "term_end",
    "renewal_due_on",
    "notice_deadline",
    "act_by",
    "decision_on",
    "anchor_kind",
    "atr",
    "currency",
    "stage",
    "call",
    "call_note",
    "call_at",
    "call_by_id",
    "notice_received_on",
    "closed_on",
    "close_note",
    "void_reason",
    "successor_id",
    "joined_to_id",
    "renewed_arr",
    "win_reasons",
    "estimate",
    "estimate_n",
    "stage_since",
    "stuck_on",
    "is_history",
    "recorded_at",
)
FACT_COLUMNS = (
    "version",
    "health_reviewed_on",
    "contacts_checked_on",
    "value_summary",
    "conversation_id",
    "scope",
    "term_wanted_months",
    "decision_process",
    "customer_decides_on",
    "proposal_sent_on",
    "proposal_arr",
    "proposal_term_months",
    "proposal_uplift_pct",
    "proposal_valid_until",
    "response",
    "objects_to_price",
    "negotiation",
    "verbal_by_id",
    "verbal_on",
    "paper_out_on",
    "paper_to_id",
    "signed_on",
    "notice_method",
    "notice_document",
)
OUTCOME_COLUMNS = ("line_id", "result", "arr_before", "arr_after", "recorded_at")
MOVE_COLUMNS = ("id", "before", "after", "at", "by_id", "reason", "overrode")


class RenewalRow(serializers.ModelSerializer[Renewal]):
    """A renewal as it is read; ``atr`` is the annual revenue that is decided on, in ``currency``.

    ``kind`` tells the end of a term from a right to leave; ``is_history`` one over before Keel knew it.
    ``estimate`` is the system's probability from ``estimate_n`` own cases, beside the owner's ``call``.
    ``joined_to_id`` is the renewal that decides this one as well; that one holds its amount.
    ``timing`` says that it was signed before its quarter, or not decided in it; empty otherwise.
    """

    account_id = serializers.IntegerField(read_only=True)
    contract_id = serializers.IntegerField(read_only=True)
    call_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    successor_id = serializers.IntegerField(read_only=True, allow_null=True)
    joined_to_id = serializers.IntegerField(read_only=True, allow_null=True)
    timing = serializers.ChoiceField(Timing.choices, read_only=True, allow_blank=True)

    class Meta:
        model = Renewal
        fields = (*COLUMNS, "timing")
        read_only_fields = fields


class StageChangeRow(serializers.ModelSerializer[StageChange]):
    """One move of a renewal from a stage to another, by whom and why."""

    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = StageChange
        fields = MOVE_COLUMNS
        read_only_fields = fields


class LineOutcomeRow(serializers.ModelSerializer[LineOutcome]):
    """What became of one line; both amounts a year, in the renewal's currency."""

    line_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = LineOutcome
        fields = OUTCOME_COLUMNS
        read_only_fields = fields


class FactsRow(serializers.ModelSerializer[StageEvidence]):
    """What is known on the way to a decision; null or empty where nobody said so."""

    conversation_id = serializers.IntegerField(read_only=True, allow_null=True)
    verbal_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    paper_to_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = StageEvidence
        fields = FACT_COLUMNS
        read_only_fields = fields


class MissingRow(serializers.Serializer[Missing]):
    """One thing that a stage still needs, and the facts that fill it."""

    code = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    fields_to_fill = serializers.ListField(source="fields", child=serializers.CharField(), read_only=True)
