"""What the API of reviews reads and says."""

from typing import Any

from rest_framework import serializers

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.models import Contact
from plans.models import Objective
from retention.lib.api.fields import (
    Body,
    CleanText,
    Reference,
    References,
    VisibleReference,
    VisibleReferences,
)

from ..actions.holding import MOST_DECISIONS
from ..agenda import MOST_MINUTES
from ..choices import Follows, ReviewKind
from ..models import BusinessReview
from ..sections import KEYS

COLUMNS = (
    "id", "version", "account_id", "kind", "state", "owner_id", "planned_on", "day", "period_start",
    "period_end", "purpose", "decisions_wanted", "shows_extra", "as_of", "definitions", "sent_on", "held_on",
    "next_on", "recap_by", "recap_sent_on", "cancel_reason", "former_id", "recorded_at",
)  # fmt: skip


class ReviewSeatRow(serializers.Serializer[Any]):
    """Somebody of either side; `came` is null until the review was held."""

    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    user_id = serializers.IntegerField(read_only=True, allow_null=True)
    came = serializers.BooleanField(read_only=True, allow_null=True)


class ReviewDecisionRow(serializers.Serializer[Any]):
    """A decision, and the promise, next step or action of the plan it became."""

    text = serializers.CharField(read_only=True)
    follows = serializers.ChoiceField(choices=Follows.choices, read_only=True)
    promise_id = serializers.IntegerField(read_only=True, allow_null=True)
    step_id = serializers.IntegerField(read_only=True, allow_null=True)
    action_id = serializers.IntegerField(read_only=True, allow_null=True)


class ReviewSectionRow(serializers.Serializer[Any]):
    """What somebody wrote to a section; sections nobody wrote to are not named."""

    key = serializers.CharField(read_only=True)
    commentary = serializers.CharField(read_only=True)
    minutes = serializers.IntegerField(read_only=True, allow_null=True)
    is_left_out = serializers.BooleanField(read_only=True)


class AgendaItemRow(serializers.Serializer[Any]):
    """A section that is talked about; `is_usual` while nobody chose its minutes."""

    key = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    is_ahead = serializers.BooleanField(read_only=True)
    minutes = serializers.IntegerField(read_only=True)
    is_usual = serializers.BooleanField(read_only=True)


class AgendaRow(serializers.Serializer[Any]):
    """How the time is spread; `warning` says when less than half of it looks ahead, else it is null."""

    items = AgendaItemRow(many=True, read_only=True)
    minutes = serializers.IntegerField(read_only=True)
    minutes_ahead = serializers.IntegerField(read_only=True)
    warning = serializers.CharField(read_only=True, allow_null=True)


class ReviewRow(serializers.ModelSerializer[BusinessReview]):
    """A review without its pack."""

    account_id = serializers.IntegerField(read_only=True)
    owner_id = serializers.IntegerField(read_only=True)
    former_id = serializers.IntegerField(read_only=True, allow_null=True)
    seats = ReviewSeatRow(many=True, read_only=True)
    decisions = ReviewDecisionRow(many=True, read_only=True)
    sections = ReviewSectionRow(many=True, read_only=True)

    class Meta:
        model = BusinessReview
        fields = (*COLUMNS, "seats", "decisions", "sections")
        read_only_fields = fields


class ReviewPlanWrite(Body):
    """A review to plan; without an owner the account's owner prepares it."""

    account_id = VisibleReference(Account, source="account")
    planned_on = serializers.DateField()
    kind = serializers.ChoiceField(choices=ReviewKind.choices, required=False)
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    purpose = CleanText(max_length=500, many_lines=True, required=False, allow_blank=True)
    decisions_wanted = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)


class ReviewChange(Body):
    """What a review is changed to; only what is sent changes."""

    planned_on = serializers.DateField(required=False)
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    purpose = CleanText(max_length=500, many_lines=True, required=False, allow_blank=True)
    decisions_wanted = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    period_start = serializers.DateField(required=False)
    period_end = serializers.DateField(required=False)
    shows_extra = serializers.BooleanField(required=False)


class ReviewPeopleWrite(Body):
    """Who of both sides is to come; whoever is not named is not invited any more."""

    contact_ids = VisibleReferences(Contact, source="contacts")
    user_ids = References(lambda user: people_at_work(), source="users")


class ReviewSectionWrite(Body):
    """What stands above the figures of a section, for how many minutes, and whether it is left out.

    `minutes` null: as many as it usually takes.
    """

    key = serializers.ChoiceField(choices=[(key, key) for key in KEYS])
    commentary = CleanText(max_length=4000, many_lines=True, required=False, allow_blank=True)
    minutes = serializers.IntegerField(min_value=0, max_value=MOST_MINUTES, required=False, allow_null=True)
    is_left_out = serializers.BooleanField(required=False)


class ReviewSentWrite(Body):
    """The day it was sent; without one, today."""

    sent_on = serializers.DateField(required=False)


class ReviewCancelWrite(Body):
    """Why it does not take place."""

    reason = CleanText(max_length=300)


class ReviewDecisionWrite(Body):
    """A decision and what follows: a promise of either side, a next step, an action of the plan, or nothing.

    ``objective_id`` is which open objective of the account's plan an action serves.
    """

    text = CleanText(max_length=300)
    follows = serializers.ChoiceField(choices=Follows.choices, required=False)
    user_id = Reference(lambda user: people_at_work(), source="user", required=False)
    contact_id = VisibleReference(Contact, source="contact", required=False)
    objective_id = VisibleReference(Objective, source="objective", required=False)
    due_on = serializers.DateField(required=False)


class ReviewHoldWrite(ReviewPeopleWrite):
    """Who was there, what was decided, when both meet next."""

    held_on = serializers.DateField()
    next_on = serializers.DateField()
    decisions = ReviewDecisionWrite(many=True, required=False)

    def validate_decisions(self, value: list[Any]) -> list[Any]:
        """No more than fit a meeting."""
        if len(value) > MOST_DECISIONS:
            raise serializers.ValidationError(f"Write at most {MOST_DECISIONS} decisions.")
        return value


class ReviewFileRow(serializers.Serializer[Any]):
    """What may be handed to the customer: sections of blocks. See docs/methods.md, Reviews."""

    title = serializers.CharField(read_only=True)
    account = serializers.CharField(read_only=True)
    company = serializers.CharField(read_only=True)
    date = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    purpose = serializers.CharField(read_only=True, allow_null=True)
    contact = serializers.CharField(read_only=True)
    as_of = serializers.CharField(read_only=True, allow_null=True)
    definitions = serializers.IntegerField(read_only=True, allow_null=True)
    sections = serializers.ListField(child=serializers.DictField(), read_only=True)


class ReviewInsideRow(serializers.Serializer[Any]):
    """The internal appendix alone: for ourselves, in no file for the customer."""

    appendix = serializers.ListField(child=serializers.DictField(), read_only=True)


class AbsentDeciderRow(serializers.Serializer[Any]):
    """Somebody who decides, by map or card, and is not invited; of a held review: and was not there."""

    contact_id = serializers.IntegerField(read_only=True, source="pk")
    name = serializers.CharField(read_only=True)
    buying_role = serializers.CharField(read_only=True)


class ReviewDueRow(serializers.Serializer[Any]):
    """A customer who is due for a review that nobody has planned."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    tier = serializers.CharField(read_only=True)
    owner_id = serializers.IntegerField(read_only=True, allow_null=True)
    last_review_on = serializers.DateField(read_only=True, allow_null=True)
