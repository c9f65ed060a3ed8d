"""Plans to begin with: objectives with their measures, by what the account needs first."""

from dataclasses import dataclass

from .words import Goal, Whose


@dataclass(frozen=True, slots=True)
class KeyResultTemplate:
    """What is measured, and in what."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class ObjectiveTemplate:
    """An objective; due *months* after the plan begins."""

    goal: Goal
    text: str
    months: int
    whose: Whose
    key_results: tuple[KeyResultTemplate, ...]
    actions: tuple[tuple[str, int], ...] = ()
    """What to do, and in which month of the plan."""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """One beginning."""

    key: str
    label: str
    note: str
    objectives: tuple[ObjectiveTemplate, ...]


_KR = KeyResultTemplate
TEMPLATES: dict[str, PlanTemplate] = {
    template.key: template
    for template in (
        PlanTemplate(
            "protect",
            "Protect what we have",
            "For accounts whose renewal must not be left to chance.",
            (
                ObjectiveTemplate(
                    Goal.RETAIN, "The contract is renewed without a gap", 12, Whose.OURS,
                    (_KR("Yearly revenue renewed", "% of what ends"),),
                    (("Agree what winning means with the sponsor", 1), ("Hold a review with the sponsor", 6),
                     ("Agree the renewal in writing", 9)),
                ),
                ObjectiveTemplate(
                    Goal.VALUE, "They see what they have had from us", 9, Whose.JOINT,
                    (_KR("Targets confirmed by them", "targets"),),
                    (("Agree how the benefit is measured", 2), ("Show the first figures", 5)),
                ),
                ObjectiveTemplate(
                    Goal.RELATIONSHIP, "Two people who decide know us well", 6, Whose.OURS,
                    (_KR("Strong ties to people who decide", "people"),),
                    (("Meet a second person who decides", 3),),
                ),
            ),
        ),
        PlanTemplate(
            "grow",
            "Grow where there is room",
            "For healthy accounts with open places.",
            (
                ObjectiveTemplate(
                    Goal.RETAIN, "The contract is renewed without a gap", 12, Whose.OURS,
                    (_KR("Yearly revenue renewed", "% of what ends"),),
                    (("Agree the renewal in writing", 9),),
                ),
                ObjectiveTemplate(
                    Goal.GROW, "A further unit works with us", 12, Whose.OURS,
                    (_KR("Added yearly revenue", "in the account’s currency"),),
                    (("Find out what the next unit needs", 2), ("Show them a reference of their own", 5),
                     ("Put an offer on the table", 8)),
                ),
                ObjectiveTemplate(
                    Goal.VALUE, "The first unit tells the others what it gained", 6, Whose.JOINT,
                    (_KR("Benefit confirmed by them", "in the account’s currency"),),
                    (("Measure the benefit together", 4),),
                ),
            ),
        ),
        PlanTemplate(
            "first_year",
            "First year together",
            "For new customers: learn before selling.",
            (
                ObjectiveTemplate(
                    Goal.OPERATIONAL, "Everybody who should works with it", 6, Whose.JOINT,
                    (_KR("People at work with it", "people"),),
                    (("Train the first group", 1), ("Ask what is in the way", 3)),
                ),
                ObjectiveTemplate(
                    Goal.VALUE, "The first win is theirs and known", 9, Whose.JOINT,
                    (_KR("Targets confirmed by them", "targets"),),
                    (("Agree what winning means", 1), ("Measure where they start", 2),
                     ("Measure what changed", 8)),
                ),
                ObjectiveTemplate(
                    Goal.RELATIONSHIP, "We know who decides and why", 4, Whose.OURS,
                    (_KR("Questions answered", "of 10"),),
                    (("Ask the ten questions", 3),),
                ),
            ),
        ),
    )
}  # fmt: skip
