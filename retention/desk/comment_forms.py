"""The form of a comment: the words, whom they are for, and one thing to do."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User
from retention.teamwork.actions.comments import FollowUp, comment_text

from .account.subjects import record_named, subjects_of
from .form_parts import InParts, Part

NAMING = "Name a colleague as @lena or @lena.voss and they are told in their next morning mail."


class ReplyForm(InParts):
    """The words, whom to tell, and what to do next."""

    PARTS: ClassVar[Sequence[Part]] = (
        Part("", ("text", "about")),
        Part("", ("tell", "at_once"), is_row=True),
        Part("Ask somebody to do something", ("step_text", "owner", "due_on"), is_folded=True),
    )
    text = CheckedField(comment_text, many_lines=True, rows=3, label="Comment", help_text=NAMING)
    tell = RecordField(required=False, label="Tell also", empty_label="Nobody else")
    at_once = forms.BooleanField(
        required=False, label="Tell them at once", help_text="In a mail of its own, within their hours."
    )
    step_text = CheckedField(
        accepts.text("What is to be done", 300), required=False, label="What is to be done"
    )
    owner = RecordField(required=False, label="By whom", empty_label="Me")
    due_on = DayField(required=False, label="By when")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        others = people_at_work().exclude(pk=user.pk)
        offer(self, tell=others, owner=others)

    def clean(self) -> dict[str, Any]:
        """Something to do has a day."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("step_text") and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "By when is it to be done?")
        if said.get("due_on") and not said.get("step_text") and "step_text" not in self.errors:
            self.add_error("step_text", "What is to be done?")
        return said

    def fields_said(self) -> dict[str, Any]:
        """For the action."""
        said = self.cleaned_data
        step = None
        if said["step_text"]:
            step = FollowUp(said["step_text"], said["due_on"], said["owner"] or self.user)
        tell = [said["tell"]] if said["tell"] else []
        return {"text": said["text"], "tell": tell, "at_once": said["at_once"], "follow_up": step}


class CommentForm(ReplyForm):
    """The same, and what it is about."""

    about = forms.ChoiceField(required=False, label="About")
    field_order = ("text", "about")

    def __init__(self, *args: Any, user: User, account: Account, asked: str = "", **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        self.account = account
        chosen = asked or str(self.data.get("about", ""))
        self.fields["about"].choices = subjects_of(account, user, chosen)  # type: ignore[attr-defined]
        self.initial.setdefault("about", asked)

    def fields_said(self) -> dict[str, Any]:
        """For the action, with the record it is about."""
        return super().fields_said() | record_named(self.cleaned_data["about"], self.account, self.user)


class CommentEditForm(ActionForm):
    """Other words for what one wrote a moment ago."""

    text = CheckedField(comment_text, many_lines=True, rows=3, label="Comment", help_text=NAMING)
