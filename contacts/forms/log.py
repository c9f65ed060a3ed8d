"""The quick log: who, how, what happened, when, how it felt; then, if wanted, the next step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.choosing import accounts_called
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, MomentField, RecordsField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import Channel, Direction, Mood, Outcome, Purpose
from ..choosing import contacts_called, contacts_of, everybody_at
from ..knowledge.questions import BY_TOPIC, Question
from ..knowledge.words import OF_ONE_PERSON
from ..learned import FACT_CHECKS
from ..models import Contact
from ..said import LONGEST_TEXT

MOODS = [("", "Not said"), *Mood.choices]
OUTCOMES = [("", "As usual for this channel"), *Outcome.choices]
WRITTEN = (Channel.EMAIL, Channel.CHAT, Channel.LETTER)
STEP_FIELDS = ("next_text", "next_due", "topic", "answer")


def likely_outcome(channel: str, direction: str) -> Outcome:
    """What usually came of it: people meet and speak; what we write waits for its answer."""
    if channel == Channel.NOTE:
        return Outcome.INTERNAL
    if channel in WRITTEN:
        return Outcome.REPLIED if direction == Direction.INBOUND else Outcome.NO_ANSWER
    return Outcome.CONNECTED


class QuickLogForm(ActionForm):
    """One touchpoint. With an account the form offers its people; without one ``who`` names either.

    ``who`` takes the name of an account or of a person at one, which the form then turns to.
    """

    who = forms.CharField(
        max_length=200,
        label="Who",
        widget=forms.TextInput(attrs={"list": "who-names", "autocomplete": "off"}),
        help_text="An account, or somebody there.",
    )
    contacts = RecordsField(required=False, label="With")
    channel = forms.ChoiceField(choices=Channel.choices, initial=Channel.CALL, label="How")
    text = CheckedField(
        accepts.text("What happened", LONGEST_TEXT, many_lines=True),
        many_lines=True,
        required=False,
        label="What happened",
    )
    happened_at = MomentField(label="When")
    mood = forms.TypedChoiceField(
        choices=MOODS, coerce=int, empty_value=None, required=False, label="How they felt"
    )
    next_text = CheckedField(accepts.text("The next step", 300), required=False, label="Next step")
    next_due = DayField(required=False, label="Due on")
    direction = forms.ChoiceField(
        choices=Direction.choices, initial=Direction.OUTBOUND, required=False, label="Who reached out"
    )
    outcome = forms.ChoiceField(choices=OUTCOMES, required=False, label="What came of it")
    purpose = forms.ChoiceField(
        choices=Purpose.choices, initial=Purpose.RELATIONSHIP, required=False, label="Why"
    )
    push_reason = CheckedField(
        accepts.text("Why you offer it now", 300),
        required=False,
        label="Why you offer it now",
        help_text="For an offer to a customer who is new or at risk.",
    )
    minutes = forms.IntegerField(min_value=0, max_value=1440, required=False, label="Minutes")
    subject = CheckedField(accepts.text("The subject", 300), required=False, label="Subject")
    topic = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    answer = CheckedField(FACT_CHECKS["text"], required=False, label="Their answer")
    in_copy = RecordsField(required=False, label="Only in copy")
    is_private = forms.BooleanField(
        required=False, label="Private", help_text="Only the account team and you will read it."
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        account: Account | None = None,
        question: Question | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._ask(question)
        self.user, self.account = user, account
        self.named: Contact | None = None
        if account is not None:
            del self.fields["who"]
        else:
            self._turn_to_who()
        people = contacts_of(self.account, user) if self.account else Contact.objects.none()
        everybody = everybody_at(self.account, user) if self.account and self.is_bound else people
        offer(self, contacts=everybody, in_copy=everybody)

    def _ask(self, question: Question | None) -> None:
        """Offer one question whose answer is a text; what was answered is what had been asked."""
        if self.is_bound:
            question = BY_TOPIC.get(str(self.data.get(self.add_prefix("topic"), "")))  # type: ignore[call-overload]
        if question is None or not question.ask or question.topic in OF_ONE_PERSON:
            del self.fields["topic"], self.fields["answer"]
            return
        self.initial["topic"] = question.topic
        self.fields["answer"].label = f"Ask: {question.ask}"

    def learned(self) -> tuple[str, str] | None:
        """The question that was asked and what they answered."""
        answer = self.cleaned_data.get("answer")
        return (self.cleaned_data["topic"], answer) if answer else None

    def _turn_to_who(self) -> None:
        """Find the account or the person that was named, so that the account's people can be offered."""
        written = str(
            self.data.get(self.add_prefix("who"), "") if self.is_bound else self.initial.get("who", "")
        )
        written = " ".join(written.split())[:200]
        if not written or "\x00" in written:
            return
        accounts = accounts_called(written, self.user)
        people = [] if accounts else contacts_called(written, self.user)
        if len(accounts) == 1:
            self.account = accounts[0]
        elif len(people) == 1:
            self.named, self.account = people[0], people[0].account

    def clean_who(self) -> str:
        """The name as written. Raises ValidationError unless it means one account or one person."""
        written: str = self.cleaned_data["who"]
        if self.account is None:
            raise ValidationError(
                f"“{written[:60]}” is not one account or person that you see. Choose from the list."
            )
        return written

    def clean(self) -> dict[str, Any]:
        """A next step has a text and a day; nobody is spoken to and only in copy at once."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("next_text") and not said.get("next_due") and "next_due" not in self.errors:
            self.add_error("next_due", "Say by when the next step is due.")
        if said.get("next_due") and not said.get("next_text") and "next_text" not in self.errors:
            self.add_error("next_text", "Say what the next step is.")
        if said.get("is_private") and said.get("answer"):
            self.add_error("answer", "Everybody on the account would read it. Write it into the text above.")
        both = set(said.get("contacts") or ()) & set(said.get("in_copy") or ())
        if both:
            names = ", ".join(sorted(contact.name for contact in both))
            self.add_error("in_copy", f"Spoken to and only in copy: {names}. Choose one.")
        return said

    def log_fields(self) -> dict[str, Any]:
        """What ``log_touchpoint`` takes, but for ``by`` and ``at``."""
        said = {
            name: value for name, value in self.fields_said().items() if name not in ("who", *STEP_FIELDS)
        }
        people = list(said["contacts"])
        if self.named is not None and not people and self.named not in said["in_copy"]:
            people = [self.named]
        direction = said["direction"] or Direction.OUTBOUND
        text, due = self.cleaned_data.get("next_text"), self.cleaned_data.get("next_due")
        return {
            **said,
            "account": self.account,
            "contacts": people,
            "in_copy": list(said["in_copy"]),
            "direction": direction,
            "outcome": said["outcome"] or likely_outcome(said["channel"], direction),
            "purpose": said["purpose"] or Purpose.RELATIONSHIP,
            "next_step": (text, due, None) if text and due else None,
        }
