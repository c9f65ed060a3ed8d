"""The twelve sections of a review's pack, in their order (docs/methods.md, Reviews). Pure."""

from dataclasses import dataclass

DEFINITIONS = 1
"""By which version of the definitions a pack is made (docs/methods.md, Reviews)."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its key, its title, what it answers, whether it looks ahead, how many minutes it takes."""

    key: str
    title: str
    question: str
    ahead: bool = False
    minutes: int = 5


SECTIONS: tuple[Section, ...] = (
    Section("purpose", "Purpose and decisions", "Who is here, what for, and what shall be decided?", True),
    Section("priorities", "Your priorities", "What matters to you now, and what has changed?", True, 10),
    Section("targets", "Agreed targets", "Where do we stand against what we agreed?"),
    Section("value", "Value delivered", "What came of it, in this period and to date?"),
    Section("operations", "How our work went", "Which figures of our work were met?"),
    Section("feedback", "Your feedback", "What did you tell us, and what did we do?"),
    Section("changes", "Changes asked for", "What was agreed and then moved, with which effect?"),
    Section("extra", "Work beyond the agreement", "What did we give on top?"),
    Section("issues", "Open issues", "What is not as it should be?"),
    Section("learning", "Learning", "What was taught, and what comes next?", True),
    Section("objectives", "Joint objectives", "What do both sides want next, and who does what?", True, 10),
    Section("commitments", "Asks and commitments", "What has each side promised; when do we meet?", True),
)  # fmt: skip
KEYS = tuple(section.key for section in SECTIONS)
BY_KEY = {section.key: section for section in SECTIONS}
INSIDE: tuple[Section, ...] = (
    Section("health", "Health and its reasons", ""),
    Section("people", "People", ""),
    Section("risks", "Risks of the plan", ""),
    Section("growth", "White space and growth", ""),
    Section("renewal", "Renewal and price", ""),
)
"""The internal appendix: kept in a column of its own, in no file for the customer."""
