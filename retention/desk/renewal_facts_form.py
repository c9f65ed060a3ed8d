"""The form of what the gates of the stages ask for."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms

from contacts.choosing import contacts_of
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.renewals.actions.facts import CHECKS
from retention.renewals.choices import Negotiation, NoticeMethod
from retention.renewals.gate_facts import conversations
from retention.renewals.gates import GATES
from retention.renewals.models import Renewal
from retention.team.models import User

from .form_parts import InParts, Part


def _words(name: str, label: str) -> CheckedField:
    return CheckedField(CHECKS[name], label=label, required=False, many_lines=True, rows=2)


def _day(label: str) -> DayField:
    return DayField(label=label, required=False)


def _months(label: str) -> forms.IntegerField:
    box = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=120, widget=box)


class FactsForm(InParts):
    """What is known on the way to a decision; only the fields that are asked for are offered."""

    health_reviewed_on = _day("Health reviewed on")
    contacts_checked_on = _day("Contacts map checked on")
    value_summary = _words("value_summary", "What they gained so far")
    conversation = RecordField(
        required=False, label="Talk with who decides", empty_label="None yet",
        help_text="Talks of the last year with their decision maker or economic buyer.",
    )  # fmt: skip
    scope = _words("scope", "What they want to renew")
    term_wanted_months = _months("Term they want, in months")
    decision_process = _words("decision_process", "Who decides, and how")
    customer_decides_on = _day("They decide on")
    proposal_sent_on = _day("Proposal sent on")
    proposal_arr = AmountField(required=False, label="Proposal, a year")
    proposal_term_months = _months("Proposal's term, in months")
    proposal_uplift_pct = forms.DecimalField(
        required=False, label="Price change in percent", max_digits=6, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), help_text="Less than 0 for a discount.",
    )  # fmt: skip
    proposal_valid_until = _day("Proposal holds until")
    response = _words("response", "What they answered")
    objects_to_price = forms.BooleanField(required=False, label="They object to the price")
    negotiation = forms.ChoiceField(
        choices=[("", "Nothing yet"), *Negotiation.choices], required=False, label="What is negotiated"
    )
    verbal_by = RecordField(required=False, label="Who said yes", empty_label="Nobody yet")
    verbal_on = _day("They said yes on")
    paper_out_on = _day("Contract sent on")
    paper_to = RecordField(required=False, label="Who is to sign", empty_label="Not known")
    signed_on = _day("Signed on")
    notice_method = forms.ChoiceField(
        choices=[("", "No notice"), *NoticeMethod.choices], required=False, label="How the notice came"
    )
    notice_document = _words("notice_document", "Where the notice is kept")

    PARTS = (
        Part("Before the talk", ("health_reviewed_on", "contacts_checked_on"), is_row=True),
        Part("", ("value_summary", "conversation")),
        Part("What they want", ("scope", "decision_process")),
        Part("", ("term_wanted_months", "customer_decides_on"), is_row=True),
        Part(
            "The proposal",
            ("proposal_sent_on", "proposal_valid_until", "proposal_arr", "proposal_term_months",
             "proposal_uplift_pct"),
            is_row=True,
        ),
        Part("Their answer", ("response", "objects_to_price", "negotiation")),
        Part("The yes and the paper", ("verbal_by", "verbal_on", "paper_to", "paper_out_on"), is_row=True),
        Part("", ("signed_on",)),
        Part("A notice came", ("notice_method", "notice_document"), is_folded=True),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        renewal: Renewal,
        user: User,
        at: datetime,
        only: Collection[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        people = contacts_of(renewal.account, user).filter(is_placeholder=False)
        talks = conversations(renewal, user, at=at).order_by("-happened_at", "-id")
        offer(self, conversation=talks, verbal_by=people, paper_to=people)
        for name in [name for name in self.fields if only and name not in (*only, "version")]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Something must have been entered or taken back."""
        said = super().clean() or {}
        if not self.errors and set(self.changed_data) <= {"version"}:
            raise forms.ValidationError("Nothing was entered.")
        return said


def fields_for(stage: str) -> list[str]:
    """The fields of a stage's gate, in the order of the form; none for a stage without one."""
    asked = {field for one in GATES.get(stage, ()) for field in one.missing.fields}
    return [name for name in FactsForm.base_fields if name in asked]
