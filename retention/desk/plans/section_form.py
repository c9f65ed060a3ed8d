"""The form of one section of a plan: a box for each short field, and beside what may be shown its source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms

from plans.models import AccountPlan
from plans.plan_facts import FieldShown
from plans.planning.sections import LONGEST, Section
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField

from ..form_parts import InParts, Part

BESIDE = ("source", "said_on", "is_shared")


class SectionForm(InParts):
    """Fields of a section; what may be shown has who said it, when, and a switch that is off by default."""

    PARTS: ClassVar[Sequence[Part]] = ()

    def __init__(self, *args: Any, section: Section, entries: Sequence[FieldShown], **options: Any) -> None:
        super().__init__(*args, **options)
        self.section = section
        self.fields["version"].required = True
        parts: list[Part] = []
        for entry in entries:
            field = entry.field
            check = accepts.text(field.label, LONGEST, many_lines=True)
            self.fields[field.key] = CheckedField(
                check, many_lines=True, rows=3, required=False, label=field.label, help_text=field.help
            )
            self.initial.setdefault(field.key, entry.text)
            parts.append(Part("", (field.key,)))
            if field.may_share:
                self._beside(entry)
                parts.append(Part("", tuple(f"{field.key}_{name}" for name in BESIDE), is_row=True))
        self.PARTS = parts  # type: ignore[misc] # of this section

    def _beside(self, entry: FieldShown) -> None:
        key = entry.field.key
        said_by = accepts.text("Who said it", 200)
        self.fields[f"{key}_source"] = CheckedField(said_by, required=False, label="Who said it")
        self.fields[f"{key}_said_on"] = DayField(required=False, label="On")
        self.fields[f"{key}_is_shared"] = forms.BooleanField(required=False, label="May be shown to them")
        for name in BESIDE:
            self.initial.setdefault(f"{key}_{name}", getattr(entry, name))

    def said(self) -> Mapping[str, Mapping[str, Any]]:
        """By field what was written, for the action."""
        found: dict[str, dict[str, Any]] = {}
        for field in self.section.fields:
            found[field.key] = {"text": self.cleaned_data[field.key]}
            for name in BESIDE if field.may_share else ():
                found[field.key][name] = self.cleaned_data[f"{field.key}_{name}"]
        return found


def entries_of(plan: AccountPlan, section: Section) -> list[FieldShown]:
    """The fields of a section as they stand."""
    texts = {row.field: row for row in plan.texts.order_by("id")}
    notes = dict(plan.notes.filter(action=None).values_list("field", "text"))
    asks = plan.begun_with.asks() if plan.begun_with else {}
    found = []
    for plain in section.fields:
        field = replace(plain, help=asks.get(plain.key, plain.help))
        row = texts.get(field.key)
        if row is None:
            found.append(FieldShown(field, notes.get(field.key, "")))
        else:
            found.append(FieldShown(field, row.text, row.source, row.said_on, row.is_shared))
    return found


def as_it_stands(plan: AccountPlan, section: Section) -> SimpleNamespace:
    """The values of a section by the names of its form: one of the two versions of a conflict."""
    now: dict[str, Any] = {}
    for entry in entries_of(plan, section):
        now[entry.field.key] = entry.text
        for name in BESIDE if entry.field.may_share else ():
            now[f"{entry.field.key}_{name}"] = getattr(entry, name)
    return SimpleNamespace(**now)
