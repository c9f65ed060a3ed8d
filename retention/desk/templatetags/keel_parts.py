"""Tags that render one template of templates/components/ each; registered by keel.py."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect, Select
from django.utils.translation import ngettext

from accounts.choices import HealthBand
from retention.desk.charts import meters
from retention.desk.lists import OPENED, address

register = template.Library()


@register.filter
def health_word(state: str | None) -> str:
    """Healthy, Watch, At risk or No score."""
    return str(HealthBand(state if state in HealthBand.values else HealthBand.UNKNOWN).label)


@register.inclusion_tag("components/meter.html")
def meter(value: float | None, state: str = "accent", out_of: float = 100) -> dict[str, object]:
    """A horizontal bar of a value, with the number printed by the caller beside it."""
    return {"meter": meters.meter(value, state=state, out_of=out_of)}


@register.inclusion_tag("components/dots.html")
def dots(filled: int, total: int, state: str = "healthy") -> dict[str, object]:
    """``filled`` of ``total`` small squares; the caller prints the numbers."""
    return {"dots": meters.dots(filled, total, state=state)}


@register.inclusion_tag("components/strip.html")
def strip(healthy: int = 0, watch: int = 0, at_risk: int = 0, unknown: int = 0) -> dict[str, object]:
    """One shape per account, the worst first, with its legend."""
    return {
        "strip": meters.strip({"at_risk": at_risk, "watch": watch, "healthy": healthy, "unknown": unknown})
    }


@register.inclusion_tag("components/stacked.html")
def stacked(label: str, parts: Sequence[tuple[str, float]], height: int = 14) -> dict[str, object]:
    """One bar split by state: parts are (state, amount); ``label`` says the split in words."""
    return {"bar": meters.stacked(label, parts, height=height)}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", help: str = "", placeholder: str = "") -> dict[str, object]:
    """A form field with label, help and error, drawn as crispy draws it."""
    widget = bound.field.widget
    several = isinstance(widget, RadioSelect) or bound.use_fieldset
    control = _control_class(widget)
    attributes: dict[str, Any] = (
        {} if several else {"class": f"{control} is-invalid" if bound.errors else control}
    )
    if placeholder:
        attributes["placeholder"] = placeholder
    return {
        "field": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "attributes": attributes,
        "control": bound.as_widget(attrs=attributes),
        "checkbox": isinstance(widget, CheckboxInput),
        "several": several,
        "optional": _marked_optional(bound),
    }


def _marked_optional(bound: BoundField) -> bool:
    """Optional fields are marked where others are required; in a filter nothing is, so nothing is marked."""
    if bound.field.required or isinstance(bound.field.widget, CheckboxInput):
        return False
    return any(field.required for field in bound.form.fields.values())


def _control_class(widget: object) -> str:
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.simple_tag(takes_context=True)
def filter_url(context: template.Context) -> str:
    """The same list with its filter opened."""
    request = context.get("request")
    return address(request.path, request.GET, **{OPENED: "1"}) if request else f"?{OPENED}=1"


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What to fix, each line a link to its field; rendered only when there is something."""
    lines = [
        (_field_id(form, name), _named(form, name, str(message)))
        for name, messages in form.errors.items()
        for message in messages
    ]
    title = ngettext("There is one thing to fix", "There are %(n)d things to fix", len(lines))
    return {"lines": lines, "title": title % {"n": len(lines)}}


def _field_id(form: BaseForm, name: str) -> str:
    """Where a line of the summary leads; a group of choices is found by its wrapper."""
    if name not in form.fields:
        return ""
    return form[name].id_for_label or f"div_{form[name].auto_id}"


def _named(form: BaseForm, name: str, message: str) -> str:
    """The message with the word of its field in front, unless it says the word itself."""
    label = str(form[name].label or "") if name in form.fields else ""
    return message if not label or label.lower() in message.lower() else f"{label}: {message}"


@register.filter
def message_kind(message: Any) -> str:
    """done, warn or fail, from a message's level."""
    return {"error": "fail", "warning": "warn"}.get(message.level_tag, "done")


@register.filter
def message_undo(message: Any) -> str:
    """The address in extra tags such as "undo:/touchpoints/8/undo/", or nothing."""
    found = [word[5:] for word in (message.extra_tags or "").split() if word.startswith("undo:")]
    return found[0] if found else ""
