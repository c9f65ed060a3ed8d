"""Forms of executive pairs."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.pairs import PAIR_CHECKS
from ..models import ExecutivePairing
from ..rhythm import LONGEST, SHORTEST


class PairForm(ActionForm):
    """Who of ours and of theirs, how often, about what."""

    user = RecordField(label="Our executive", help_text="Somebody who sees this account.")
    contact = RecordField(label="Their executive")
    interval_days = forms.IntegerField(
        min_value=SHORTEST, max_value=LONGEST, required=False, label="Days between talks",
        help_text="Empty: the tier’s rule.",
    )  # fmt: skip
    topics = CheckedField(PAIR_CHECKS["topics"], many_lines=True, required=False, label="Topics")
    planned_on = DayField(required=False, label="Next talk agreed for")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        there = contacts_of(account, user).filter(is_placeholder=False)
        offer(self, user=people_at_work(), contact=there)


class EditPairForm(ActionForm):
    """How often they talk, and about what."""

    interval_days = forms.IntegerField(min_value=SHORTEST, max_value=LONGEST, label="Days between talks")
    topics = CheckedField(PAIR_CHECKS["topics"], many_lines=True, required=False, label="Topics")

    def __init__(self, *args: Any, pair: ExecutivePairing, **options: Any) -> None:
        said = {name: getattr(pair, name) for name in (*PAIR_CHECKS, "version")}
        super().__init__(*args, initial=said, **options)


class PlanTalkForm(ActionForm):
    """The day agreed for the next talk."""

    on = DayField(required=False, label="Agreed for", help_text="Empty: no day is agreed any more.")


class HandOverPairForm(ActionForm):
    """Who of ours takes the pair over."""

    to = RecordField(label="Who takes over", help_text="Somebody who sees this account.")
    reason = CheckedField(accepts.text("Why", 300), required=False, label="Why")

    def __init__(self, *args: Any, pair: ExecutivePairing, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, to=people_at_work().exclude(pk=pair.user_id))


class EndPairForm(ActionForm):
    """Why they are no pair any more."""

    reason = CheckedField(accepts.text("Why", 300, required=True), label="Why")


class FollowUpForm(ActionForm):
    """What follows from a talk."""

    text = CheckedField(
        accepts.text("What follows", 500, required=True, many_lines=True), many_lines=True,
        label="What follows", help_text="Also when nothing does. A next step of the talk counts as well.",
    )  # fmt: skip


class LimitForm(ActionForm):
    """How many pairs somebody may keep."""

    pairs = forms.IntegerField(min_value=1, max_value=100, label="Pairs at most")
