"""A plan to begin with as people write it, line by line (docs/methods.md, Account plan). Pure.

An objective: what it is for, whose, in which month it is due. Below it how we will know (``=``), what is
measured with its unit (``-``) and what is done in which month (``*``)::

    Value, joint, month 9: They see what they have had from us
    = Their own report
    - Targets confirmed by them (targets)
    * month 2: Agree how the benefit is measured
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from retention.lib import accepts

from .quarters import MOST_MONTHS
from .sections import FIELD
from .templates import KeyResultTemplate, ObjectiveTemplate
from .words import Goal, Whose

LONGEST = 8000
MOST_OBJECTIVES, MOST_PARTS = 12, 20
_HEAD = re.compile(
    r"(?P<goal>[^,:]+),\s*(?P<whose>[^,:]+),\s*month\s+(?P<month>\d{1,3})\s*:\s*(?P<text>.+)", re.I
)
_ACTION = re.compile(r"month\s+(?P<month>\d{1,3})\s*:\s*(?P<text>.+)", re.I)
_RESULT = re.compile(r"(?P<name>.*?)(?:\s*\((?P<unit>[^()]*)\))?$")
_GOALS = {str(each.label).casefold(): each for each in Goal}
_WHOSE = {str(each.label).casefold(): each for each in Whose}
_LABELS = {field.label.casefold(): key for key, field in FIELD.items()}
_text = accepts.text("The line", 300, required=True)
_prompt = accepts.text("The prompt", 300, required=True)
_unit = accepts.text("The unit", 60)
_name = accepts.text("What is measured", 200, required=True)


def read_outline(written: str, field: str = "outline") -> tuple[ObjectiveTemplate, ...]:
    """The objectives that the lines say. Raises InputRefused that repeats the line."""
    found: list[ObjectiveTemplate] = []
    for line in filter(None, (each.strip() for each in written.splitlines())):
        if line[0] not in "=-*":
            found.append(_objective(line, field))
        elif not found:
            raise accepts.InputRefused(f"“{line[:60]}” stands under no objective.", field=field)
        else:
            found[-1] = _with(found[-1], line, field)
    if not found:
        raise accepts.InputRefused("There is no objective in it.", field=field)
    if len(found) > MOST_OBJECTIVES:
        raise accepts.InputRefused(f"Write at most {MOST_OBJECTIVES} objectives.", field=field)
    return tuple(found)


def write_outline(objectives: Iterable[ObjectiveTemplate]) -> str:
    """The same as lines; ``read_outline`` reads them back."""
    lines: list[str] = []
    for each in objectives:
        lines.append(f"{each.goal.label}, {each.whose.label.lower()}, month {each.months}: {each.text}")
        if each.measure:
            lines.append(f"= {each.measure}")
        lines += [f"- {row.name} ({row.unit})" if row.unit else f"- {row.name}" for row in each.key_results]
        lines += [f"* month {month}: {text}" for text, month in each.actions]
    return "\n".join(lines)


def read_prompts(written: str, field: str = "prompts") -> dict[str, str]:
    """What to ask oneself, by key of a short field; a line each, “Why they bought: Ask who signed”.

    Raises InputRefused that repeats the line.
    """
    found: dict[str, str] = {}
    for line in filter(None, (each.strip() for each in written.splitlines())):
        label, _, prompt = line.partition(":")
        key = _LABELS.get(label.strip().casefold())
        if key is None or not prompt.strip():
            raise accepts.InputRefused(
                f"“{line[:60]}” names no field of a plan. Write it like “Why they bought: Ask who signed”.",
                field=field,
            )
        found[key] = _prompt(prompt, field)
    return found


def write_prompts(prompts: Mapping[str, str]) -> str:
    """The same as lines, in the order of the plan."""
    return "\n".join(f"{FIELD[key].label}: {prompts[key]}" for key in FIELD if key in prompts)


def month_of(period_start: date, day: date) -> int:
    """In which month of the plan a day lies, 1 to 24: 30 June 2027 is in month 9 from 1 October 2026."""
    whole = (day.year - period_start.year) * 12 + day.month - period_start.month
    return min(max(whole + (day.day >= period_start.day), 1), MOST_MONTHS)


def _objective(line: str, field: str) -> ObjectiveTemplate:
    said = _HEAD.fullmatch(line)
    goal = _GOALS.get(said["goal"].strip().casefold()) if said else None
    whose = _WHOSE.get(said["whose"].strip().casefold()) if said else None
    if said is None or goal is None or whose is None:
        raise accepts.InputRefused(
            f"“{line[:60]}” is no objective. "
            "Write it like “Retain, ours, month 12: The contract is renewed”.",
            field=field,
        )
    return ObjectiveTemplate(goal, _text(said["text"], field), _month(said["month"], field), whose, ())


def _with(last: ObjectiveTemplate, line: str, field: str) -> ObjectiveTemplate:
    """The objective with one more of what hangs on it."""
    sign, rest = line[0], line[1:].strip()
    measure, results, actions = last.measure, last.key_results, last.actions
    if sign == "=":
        measure = _text(rest, field)
    elif sign == "-":
        said = _RESULT.fullmatch(rest)
        name, unit = (said["name"], said["unit"] or "") if said else (rest, "")
        results = (*results, KeyResultTemplate(_name(name, field), _unit(unit, field)))
    else:
        done = _ACTION.fullmatch(rest)
        if done is None:
            raise accepts.InputRefused(
                f"“{line[:60]}” is no action. Write it like “* month 3: Meet the buyer”.", field=field
            )
        actions = (*actions, (_text(done["text"], field), _month(done["month"], field)))
    if max(len(results), len(actions)) > MOST_PARTS:
        raise accepts.InputRefused(f"Write at most {MOST_PARTS} lines of a kind.", field=field)
    return ObjectiveTemplate(last.goal, last.text, last.months, last.whose, results, actions, measure)


def _month(written: str, field: str) -> int:
    month = int(written)
    if not 1 <= month <= MOST_MONTHS:
        raise accepts.InputRefused(f"A plan has the months 1 to {MOST_MONTHS}, not {month}.", field=field)
    return month
