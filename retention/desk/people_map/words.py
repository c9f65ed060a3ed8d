"""What the map says in words: the answer line, the facts strip, and flags with their plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contacts.map_shown import AccountMap
from contacts.models import NextStep
from contacts.people_map.coverage import TARGET_TIES, is_settled
from contacts.people_map.flags import Flag
from retention.cadence.models import GapCheckIn

from ..parts import Fact
from ..words import answer, counted, fact, listed, opening, sentence

DOING, TALKING = ("map_step_new", "map_flag_plan"), ("gap_check_in_on", "gap_check_in")
"""Where a flag becomes a next step, or a check-in: on another day, and at once."""


@dataclass(frozen=True, slots=True)
class FlagShown:
    """A flag, the step or check-in that answers it if there is one, and where one is planned."""

    flag: Flag
    step: NextStep | None
    url: str
    plan_url: str
    gap: GapCheckIn | None = None


def step_key(account_id: int, flag: Flag) -> str:
    """The beginning of the origin key of steps planned for this flag."""
    return f"{flag.code}:{account_id}:{flag.key or 0}:"


def flags_shown(facts: AccountMap, gaps: Sequence[GapCheckIn] = ()) -> list[FlagShown]:
    """Every flag with its play: a check-in where somebody known is to be spoken to, else a next step."""
    by_key = {
        step.origin_key.rpartition(":")[0] + ":": step for step in facts.sources.steps if step.origin == "map"
    }
    worked_on = {(gap.flag, gap.contact_id): gap for gap in gaps}
    found = []
    for flag in facts.flags:
        asked = urlencode({"flag": flag.code, "contact": flag.key or ""})
        names = TALKING if flag.is_talked_over else DOING
        address, at_once = (reverse(name, args=[facts.account.pk]) for name in names)
        step = by_key.get(step_key(facts.account.pk, flag))
        gap = worked_on.get((flag.code, flag.key or 0))
        found.append(FlagShown(flag, step, f"{address}?{asked}", f"{at_once}?{asked}", gap))
    return found


def map_answer(facts: AccountMap) -> SafeString:
    """How far we know them, and the most urgent thing missing."""
    if not facts.people:
        return answer(sentence(_("Nobody is known here yet, so nothing can be said of who decides.")))
    people = fact(opening(counted(len(facts.here), "person", "people")), "?view=list")
    if facts.coverage.score is None and facts.account.tier == "D":
        first = sentence(_("{people} known; tier D asks for no coverage."), people=people)
    elif facts.coverage.score is None:
        first = sentence(_("{people} known, but nobody’s part in decisions."), people=people)
    else:
        score = fact(f"{facts.coverage.score:.0f}")
        first = sentence(
            _("{people} known, covering {score} of 100 of what we need."), people=people, score=score
        )
    if not facts.flags:
        is_told = facts.coverage.score is None and facts.account.tier != "D"
        quiet = _("Nothing can be said of gaps yet.") if is_told else quiet_words(facts)
        return answer(first, sentence(quiet))
    titles: Sequence[str] = list(dict.fromkeys(flag.title.lower() for flag in facts.flags))
    return answer(first, sentence(_("{what}."), what=fact(opening(str(listed(titles, at_most=2))), "#flags")))


def quiet_words(facts: AccountMap) -> str:
    """What no flag means: nothing found, or that too little is known to find anything."""
    if not facts.here:
        return _("Nothing can be said of gaps yet: nobody is known here.")
    if not any(person.roles for person in facts.people):
        return _("Nothing can be said of gaps yet: nobody’s part in decisions is known.")
    return _("Nothing is flagged.")


def map_facts_strip(facts: AccountMap) -> list[Fact]:
    """Coverage with its two halves, and who is missing."""
    covered, target = facts.coverage, TARGET_TIES.get(facts.account.tier)
    known = covered.score is not None
    roles = [role.replace("_", " ") for role in covered.missing]
    since = min((person.contact.since for person in facts.here), default=None)
    counts = is_settled(covered, known_since=since, on=facts.on)
    note = _("of 100, counts in health") if counts else _("of 100, not in health yet")
    return [
        Fact(_("Coverage"), f"{covered.score:.0f}" if known else "—", note if known else _("not known")),
        Fact(_("Roles filled"), f"{covered.role_part:.0%}" if known else "—", _("by strength and attitude")),
        Fact(
            _("Real ties"),
            f"{covered.effective_ties:.1f}" if facts.here else "—",
            _("of {number} for tier {tier}").format(number=target, tier=facts.account.tier) if target else "",
        ),
        Fact(_("Nobody known as"), len(roles) if roles else _("nothing"), ", ".join(roles[:3])),
    ]
