"""Controls drawn in Python are what Django's templates draw."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from retention.lib.widgets import DRAWN, ControlRenderer

ODD = '<b>"it\'s" & so on</b>'
CHOICES = [
    ("", gettext_lazy("Any")),
    (1, 1234567),
    ("two", ODD),
    (ODD, mark_safe("<i>meant so</i>")),
    ("days", [("a", date(2027, 1, 31)), ("b", Decimal("1234.50"))]),
]
ATTRIBUTES = {"class": "form-control", "required": True, "hidden": False, "title": ODD, "maxlength": 12345}
WIDGETS: list[forms.Widget] = [
    *(forms.TextInput(), forms.NumberInput(), forms.EmailInput(), forms.PasswordInput(render_value=True)),
    *(forms.HiddenInput(), forms.DateInput(), forms.DateTimeInput(), forms.TimeInput(), forms.URLInput()),
    *(forms.Textarea(), forms.CheckboxInput(), forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    *(forms.Select(choices=CHOICES), forms.SelectMultiple(choices=CHOICES)),
    *(forms.RadioSelect(choices=CHOICES), forms.CheckboxSelectMultiple(choices=CHOICES)),
    forms.ClearableFileInput(),
]
VALUES: list[Any] = [
    None,
    "",
    ODD,
    1,
    "two",
    ["two", "a"],
    date(2027, 1, 31),
    True,
    "\nfirst line",
    gettext_lazy("Any"),
]


def tight(markup: str) -> str:
    """Without the space between elements, which the templates have in other places."""
    return markup if "<textarea" in markup else " ".join(markup.split()).replace("> <", "><")


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_the_markup_is_that_of_the_template(widget: forms.Widget) -> None:
    for attributes in ({}, {"id": "id_x"}, {"id": "id_x", **ATTRIBUTES}):
        for value in VALUES:
            if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple) and value is True:
                continue
            said = {"name": ODD, "value": value, "attrs": attributes}
            ours = widget.render(**said, renderer=ControlRenderer())
            assert tight(ours) == tight(widget.render(**said, renderer=TemplatesSetting()))


def test_each_box_of_a_group_is_drawn_alone_as_by_its_template() -> None:
    class Asked(forms.Form):
        which = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)

    ours, theirs = Asked(renderer=ControlRenderer()), Asked(renderer=TemplatesSetting())
    drawn = [tight(str(box)) for box in ours["which"]]
    assert drawn == [tight(str(box)) for box in theirs["which"]] and len(drawn) == 6


def test_what_nobody_drew_here_is_left_to_its_template() -> None:
    assert "django/forms/widgets/clearable_file_input.html" not in DRAWN
    assert "field" in ControlRenderer().render("django/forms/field.html", {"field": "field"})
