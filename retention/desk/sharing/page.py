"""The shared plan beside the forms that its page offers: the same for the customer and for the preview."""

from dataclasses import dataclass, replace
from typing import Any

from retention.sharing.choices import WordKind
from retention.sharing.forms.theirs import SayForm
from retention.sharing.shown import SharedPlan, SharedStep, SharedTarget, SharedValue

ANSWERS_TO: dict[str, str] = {WordKind.DISPUTED.value: WordKind.CONFIRMED.value}
"""Words that are a second button of another one's form."""


@dataclass(frozen=True)
class Offered:
    """A row, and the form to answer it, if it can be answered."""

    row: Any
    form: SayForm | None


@dataclass(frozen=True)
class Page:
    """What the template draws."""

    plan: SharedPlan
    targets: list[Offered]
    new_values: list[Offered]
    former_values: list[Offered]
    their_steps: list[Offered]
    comment: SayForm
    accept: SayForm | None
    stray: SayForm | None
    """What was sent to something that is not, or no longer, to be answered."""


def page_of(plan: SharedPlan, refused: SayForm | None = None) -> Page:
    """The plan with its forms; *refused* takes the place of the one that was sent, with what was typed."""

    stray = [refused]

    def form(kind: str, key: str = "") -> SayForm:
        if refused is not None and (refused.kind, refused.row) == (kind, key):
            stray.clear()
            return refused
        return SayForm(kind=kind, key=key, initial={"name": plan.reader, "what": kind, "key": key})

    def target(row: SharedTarget) -> Offered:
        kind = WordKind.AGREED if row.may_agree else WordKind.REACHED if row.may_confirm else ""
        return Offered(row, form(kind, row.key) if kind else None)

    def value(row: SharedValue) -> Offered:
        return Offered(row, form(WordKind.CONFIRMED, row.key) if row.may_answer else None)

    def step(row: SharedStep) -> Offered:
        return Offered(row, form(WordKind.DONE, row.key) if row.is_open else None)

    page = Page(
        plan=plan,
        targets=[target(row) for row in plan.targets],
        new_values=[value(row) for row in plan.new_values],
        former_values=[value(row) for row in plan.former_values],
        their_steps=[step(row) for row in plan.their_steps],
        comment=form(WordKind.COMMENT),
        accept=None if plan.is_accepted or plan.is_empty else form(WordKind.ACCEPTED),
        stray=None,
    )
    return replace(page, stray=stray[0]) if stray else page
