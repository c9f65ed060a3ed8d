"""Forms of the page behind a link: the code, and what they say."""

from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import CheckedField
from retention.lib.forms import ActionForm

from ..actions.words import NAME, TEXT
from ..choices import WordKind
from ..secrets import ROW_MARK

WANTS_WORDS = {WordKind.COMMENT: "Your comment", WordKind.DISPUTED: "What you want to say"}


class CodeForm(ActionForm):
    """The code that came with the link another way."""

    code = CheckedField(accepts.text("The code", 40, required=True), label="Code")


class SayForm(ActionForm):
    """A name, words, and what they are about: ``what`` is the button that was pressed, ``key`` the row."""

    what = forms.ChoiceField(choices=WordKind.choices, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=ROW_MARK, widget=forms.HiddenInput)
    name = CheckedField(NAME, label="Your name")
    text = CheckedField(TEXT, many_lines=True, rows=3, required=False, label="Anything to add")

    def __init__(self, *args: Any, kind: str = WordKind.COMMENT, key: str = "", **options: Any) -> None:
        options.setdefault("auto_id", f"{kind}-{key or 0}-%s")
        super().__init__(*args, **options)
        self.kind, self.row = kind, key
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if kind in WANTS_WORDS:
            self.fields["text"].label = WANTS_WORDS[WordKind(kind)]
        self.fields["text"].required = kind == WordKind.COMMENT
        self.fields["text"].error_messages["required"] = "Write what you want to say."
