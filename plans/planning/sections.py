"""The fifteen sections of an account plan and their short fields.

What may ever be shown to the customer and what never may are different tables: a field with ``may_share``
is kept as a ``PlanText``, which carries its own switch, every other as a ``PlanNote``, which has none.
Sections marked with ``links`` are filled by records of their own; the plan shows them and copies nothing.
"""

from dataclasses import dataclass

ALL_KEY = ("A", "B")


@dataclass(frozen=True, slots=True)
class Field:
    """One short field: what it is called in data, on screen, and what helps to fill it."""

    key: str
    label: str
    help: str = ""
    may_share: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section. ``required`` names the tiers for which completeness counts it; ``links`` what fills it."""

    key: str
    title: str
    question: str
    fields: tuple[Field, ...] = ()
    required: tuple[str, ...] = ()
    links: str = ""


def _said(key: str, label: str, help: str = "") -> Field:
    return Field(key, label, help, may_share=True)


SECTIONS: tuple[Section, ...] = (
    Section(
        "profile",
        "Profile",
        "Who are they, and why did they buy?",
        (
            Field("why_bought", "Why they bought", "The reason in their words, not ours."),
            Field("decisions", "How they decide", "Budget cycle, who signs, how long it takes."),
            _said("fiscal_year", "Their fiscal year", "When it begins; when budgets are made."),
            Field("footprint", "Where we are at work", "Units, sites, departments."),
        ),
        required=ALL_KEY,
    ),
    Section(
        "business",
        "Their business",
        "What matters to them this year?",
        (
            _said("strategy", "Their strategy", "In their words."),
            _said("priority_1", "First priority", "At most three: what they said, by whom, when."),
            _said("priority_2", "Second priority"),
            _said("priority_3", "Third priority"),
            _said("pressures", "Pressures on them"),
            _said("trends", "Trends in their market"),
            _said("market", "Their customers and competitors"),
            _said("calendar", "Their calendar", "Audits, launches, seasons."),
        ),
        required=ALL_KEY,
    ),
    Section(
        "win",
        "What winning means",
        "How will they know that it was worth it?",
        (_said("expectations", "Expectations to shape", "Where what they expect is more than can be."),),
        required=("A", "B", "C", "D"),
        links="The account’s definition of winning and its agreed targets",
    ),
    Section(
        "value",
        "Value delivered",
        "What have they had from us so far?",
        (_said("value_told", "What we told them of it", "When, to whom, how they took it."),),
        links="The value log, and what they were taught",
    ),
    Section(
        "map",
        "People",
        "Who decides, and who is missing?",
        (Field("relations", "Relationships to build", "With whom, to which level, by when, who of ours."),),
        required=ALL_KEY,
        links="The map of people",
    ),
    Section(
        "white_space",
        "White space",
        "What could they still use?",
        (
            Field("openings", "Most promising openings", "Unit and product, why they need it, who backs it."),
            Field("unknowns", "What we have to find out"),
        ),
        required=ALL_KEY,
        links="The grid of units and products, and who works on it",
    ),
    Section(
        "competition",
        "Competition",
        "Who else is there?",
        (
            Field("rivals", "Competitors, as they name them", "Where, how strong, until when."),
            Field("difference", "What they see in us, and in them"),
            Field("defence", "How we defend and displace"),
        ),
    ),
    Section(
        "risks",
        "Drivers and risks",
        "What would make them leave?",
        (Field("exit_triggers", "What would make them leave", "In their words where we have them."),),
        required=("A", "B", "C"),
        links="The risk register, and the drivers under What we know",
    ),
    Section(
        "goals",
        "Goals and actions",
        "What do both sides want, and who does what by when?",
        (),
        required=("A", "B", "C", "D"),
        links="Objectives, key results and actions of this plan",
    ),
    Section(
        "growth",
        "Growth targets",
        "What is there to win, from below and from above?",
        (),
        required=ALL_KEY,
        links="Growth of this plan",
    ),
    Section(
        "commercial",
        "Commercial",
        "What was agreed, and what comes up?",
        (
            Field("price", "Price and terms", "What we want to keep, what may move."),
            Field("payment", "Payment and effort", "How they pay; where we give more than agreed."),
        ),
        links="Contracts, renewals and invoices",
    ),
    Section(
        "team",
        "Team",
        "Who of us does what?",
        (
            Field("duties", "Who does what", "Responsible, consulted, told; who stands in."),
            Field("hours", "Hours", "Budget, and time kept free for strategy."),
        ),
        links="The account team",
    ),
    Section(
        "communication",
        "Communication",
        "How do we speak with whom?",
        (
            _said("channels", "Rhythm and channels", "Who wants to hear what, how, how often."),
            _said("education", "What they should learn", "Topic, for whom, by when."),
        ),
        links="Lessons that are planned",
    ),
    Section(
        "reviews",
        "Reviews",
        "When do we look at this again?",
        (_said("meetings", "Review meetings with them", "Days, who comes, what is to be decided."),),
        required=("A", "B", "C"),
        links="The day of the next review",
    ),
    Section(
        "knowledge",
        "Knowledge",
        "What do we not know yet?",
        (),
        links="The questions under What we know",
    ),
)
SECTION: dict[str, Section] = {section.key: section for section in SECTIONS}
FIELD: dict[str, Field] = {field.key: field for section in SECTIONS for field in section.fields}
SECTION_OF: dict[str, str] = {field.key: section.key for section in SECTIONS for field in section.fields}
OUR_BENEFIT = "our_benefit"
"""The one note that hangs on an action: what we have of it. It is kept among the notes, never beside what
the customer has of it."""
LONGEST = 2000


def texts_of(section: Section) -> tuple[Field, ...]:
    """Fields that may be shown to the customer once somebody says so."""
    return tuple(field for field in section.fields if field.may_share)


def notes_of(section: Section) -> tuple[Field, ...]:
    """Fields that are never shown to them."""
    return tuple(field for field in section.fields if not field.may_share)
