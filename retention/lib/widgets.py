"""Drawing form controls without a template for each: the same markup as Django's, in a tenth of the time.

A list's filter holds a hundred options, each of which is a template with an included template; drawing them
took longer than the rows of the list. What is not known here is drawn by its template as ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]
WIDGETS = "django/forms/widgets/"
PLAIN_INPUTS = (
    "input",
    "text",
    "number",
    "email",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "url",
    "search",
    "tel",
)


class ControlRenderer(TemplatesSetting):
    """The project's templates, with inputs, selects, boxes to tick and text areas drawn in Python."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The markup of a control."""
        drawn = DRAWN.get(template_name)
        return drawn(context["widget"]) if drawn else super().render(template_name, context, request)


def _said(name: str, value: Any) -> str:
    return f' {name}="{conditional_escape(value)}"'


def _shown(value: Any) -> str:
    """A word between tags: numbers and days as the reader writes them."""
    written: Any = value if isinstance(value, str | Promise) else localize(value)
    return conditional_escape(written)


def _attributes(widget: Widget) -> str:
    """What stands behind the name: true ones without a value, false ones not at all."""
    told = (pair for pair in widget["attrs"].items() if pair[1] is not False)
    return "".join(f" {name}" if value is True else _said(name, value) for name, value in told)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else _said("value", widget["value"])
    head = f"{_said('type', widget['type'])}{_said('name', widget['name'])}"
    return f"<input{head}{value}{_attributes(widget)}>"


def _box(widget: Widget) -> str:
    """A box to tick or a button to press, in the label of its word where it has one."""
    if not widget.get("wrap_label"):
        return _input(widget)
    known = widget["attrs"].get("id")
    return f"<label{_said('for', known) if known else ''}>{_input(widget)} {_shown(widget['label'])}</label>"


def _boxes(widget: Widget) -> str:
    told = (_said(name, widget["attrs"][name]) for name in ("id", "class") if widget["attrs"].get(name))
    parts = [f"<div{''.join(told)}>"]
    for group, options, _ in widget["optgroups"]:
        parts += [f"\n  <div><label>{_shown(group)}</label>"] if group else []
        parts += [f"<div>\n    {_box(option)}</div>" for option in options]
        parts += ["\n  </div>"] if group else []
    return "".join([*parts, "\n</div>"])


def _select(widget: Widget) -> str:
    parts = [f"<select{_said('name', widget['name'])}{_attributes(widget)}>"]
    for group, options, _ in widget["optgroups"]:
        parts += [f'\n  <optgroup label="{_shown(group)}">'] if group else []
        parts += [f"\n  {_option(option)}" for option in options]
        parts += ["\n  </optgroup>"] if group else []
    return "".join([*parts, "\n</select>"])


def _option(widget: Widget) -> str:
    return f"<option{_said('value', widget['value'])}{_attributes(widget)}>{_shown(widget['label'])}</option>"


def _text_area(widget: Widget) -> str:
    said = _shown(widget["value"]) if widget["value"] else ""
    return f"<textarea{_said('name', widget['name'])}{_attributes(widget)}>\n{said}</textarea>"


DRAWN: Mapping[str, Callable[[Widget], str]] = {
    **{f"{WIDGETS}{name}.html": _input for name in PLAIN_INPUTS},
    f"{WIDGETS}select.html": _select,
    f"{WIDGETS}checkbox.html": _input,
    f"{WIDGETS}textarea.html": _text_area,
    f"{WIDGETS}checkbox_select.html": _boxes,
    f"{WIDGETS}radio.html": _boxes,
    f"{WIDGETS}checkbox_option.html": _box,
    f"{WIDGETS}radio_option.html": _box,
}
