"""What is known about one account: what people wrote down, and what our own records answer by themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Count, Max, QuerySet

from accounts.models import Account
from retention.lib.zones import day_bounds
from retention.team.asking import planned
from retention.team.models import User

from ..choices import Source
from ..models import Contact, KnownFact, Touchpoint
from .completeness import Known, completeness, default_expiry, freshness, next_question
from .mix import WINDOW_DAYS, Mix, Said, mix_of
from .questions import QUESTIONS, Question
from .words import OF_ONE_PERSON, FactOutcome, Topic

SHOWN_OF_FACTS = (
    "topic", "outcome", "value", "text", "named", "importance", "performance", "operation", "source",
    "said_on", "fresh_until", "is_personal", "by", "contact__buying_role", "contact__person__name",
    "step__text",
)  # fmt: skip
"""Columns that pages and the API show: reading all columns of joined tables costs more than the rows."""


@dataclass(frozen=True)
class Answer:
    """One question with what stands for it; ``counted`` is what our own records say, in words."""

    question: Question
    facts: tuple[KnownFact, ...]
    counted: str
    known: Known
    freshness: Fraction

    @property
    def is_known(self) -> bool:
        """Somebody answered, or our records do."""
        return self.known.fresh_until is not None

    @property
    def is_stale(self) -> bool:
        """Known once, and past its day."""
        return self.is_known and self.freshness < 1


@dataclass(frozen=True)
class Knowledge:
    """The fifteen questions of one account, how much of them is known (0 to 1), and what to ask next."""

    answers: tuple[Answer, ...]
    share: Fraction
    next: Question | None
    mix: Mix
    opinions: tuple[KnownFact, ...]
    wins: tuple[KnownFact, ...] = ()

    def facts_of(self, *topics: str) -> list[KnownFact]:
        """What was written down for these questions."""
        return [fact for answer in self.answers if answer.question.topic in topics for fact in answer.facts]


def knowledge_of(account: Account, reader: User, *, on: date) -> Knowledge:
    """Gather it in three queries, or four. What the reader may not read counts as known and is not shown."""
    stands = _standing_facts(account.pk)
    facts: dict[str, list[KnownFact]] = defaultdict(list)
    for fact in _readable(stands, reader):
        facts[fact.topic].append(fact)
    mix = content_mix(account, reader, on=on)
    known = _known((fact.topic, fact.outcome, fact.fresh_until, fact.said_on) for fact in stands)
    known |= _counted_dates(account, mix, on=on)
    drivers = [(x.operation, x.performance, x.fresh_until) for x in stands if x.topic == Topic.DRIVER]
    _rated(known, drivers)
    words = _in_words(mix) | _rated_in_words(drivers)
    answers = tuple(
        Answer(
            question=question,
            facts=tuple(_ranked(question.topic, facts[question.topic])),
            counted=words.get(question.topic, ""),
            known=known.get(question.topic, Known()),
            freshness=freshness(known.get(question.topic, Known()).fresh_until, on=on),
        )
        for question in QUESTIONS
    )
    return Knowledge(
        answers, completeness(known, on=on), next_question(known, on=on), mix, tuple(facts[Topic.OPINION]),
        tuple(facts[Topic.WIN]),
    )  # fmt: skip


def question_for_a_talk(account: Account, *, on: date) -> Question | None:
    """What to ask in the next conversation, where the answer is a text; in two queries."""
    stands = _standing_facts(account.pk)
    known = _known((fact.topic, fact.outcome, fact.fresh_until, fact.said_on) for fact in stands)
    _rated(known, [(x.operation, x.performance, x.fresh_until) for x in stands if x.topic == Topic.DRIVER])
    if _preferences_said(account.pk):
        known[Topic.PREFERENCE] = Known(on)
    return next_question(known, on=on, without=OF_ONE_PERSON)


def content_mix(account: Account, reader: User, *, on: date) -> Mix:
    """What was said in 180 days up to a day, in one query."""
    start = day_bounds(on - timedelta(days=WINDOW_DAYS - 1), reader.time_zone)[0]
    return mix_of(
        Said(purpose, direction, outcome, count, last.date())
        for purpose, direction, outcome, count, last in _said_since(reader, account.pk, start)
    )


def _ranked(topic: str, facts: list[KnownFact]) -> list[KnownFact]:
    """What sets us apart in their order, what matters most first; everything else as it was said."""
    if topic != Topic.DIFFERENCE:
        return facts
    return sorted(facts, key=lambda fact: -(fact.importance or 0))


@planned
def _said_since(
    reader: User, account_id: int, start: datetime
) -> QuerySet[Touchpoint, tuple[str, str, str, int, datetime]]:
    rows = Touchpoint.objects.visible_to(reader).current()
    columns = rows.filter(account_id=account_id, happened_at__gte=start).order_by()
    counted = columns.values("purpose", "direction", "outcome").annotate(
        count=Count("id"), last=Max("happened_at")
    )
    return counted.values_list("purpose", "direction", "outcome", "count", "last")


@planned
def _standing_facts(account_id: int) -> QuerySet[KnownFact]:
    rows = KnownFact.objects.current().filter(account_id=account_id)
    rows = rows.select_related("contact__person", "step").only(*SHOWN_OF_FACTS)
    return rows.order_by("-said_on", "-id")


def _readable(facts: list[KnownFact], reader: User) -> list[KnownFact]:
    """Without what is somebody's own and not for this reader; that costs a query only where there is some."""
    personal = [fact.pk for fact in facts if fact.is_personal]
    if not personal:
        return facts
    rows = KnownFact.objects.visible_to(reader).filter(pk__in=personal)
    seen = set(rows.values_list("pk", flat=True))
    return [fact for fact in facts if not fact.is_personal or fact.pk in seen]


def _known(rows: Iterable[tuple[str, str, date, date]]) -> dict[str, Known]:
    """By topic until when the freshest answer holds and when it was last asked, whoever may read it."""
    found: dict[str, Known] = {}
    for topic, outcome, until, asked in rows:
        before = found.get(topic, Known())
        answers = outcome != FactOutcome.WAITING
        found[topic] = Known(
            _later(before.fresh_until, until if answers else None), _later(before.asked_on, asked)
        )
    return found


def _rated(known: dict[str, Known], drivers: Iterable[tuple[str, int | None, date]]) -> None:
    """Why they stay answers two more questions: which of our work is behind it, and how well we do it."""
    for operation, performance, until in drivers:
        for topic, says in ((Topic.OPERATION, operation), (Topic.PERFORMANCE, performance)):
            if says:
                have = known.get(topic, Known())
                known[topic] = Known(_later(have.fresh_until, until), have.asked_on)


def _counted_dates(account: Account, mix: Mix, *, on: date) -> dict[str, Known]:
    """Questions that our own records answer: they are as fresh as the last touchpoint."""
    found: dict[str, Known] = {}
    last = mix.last_on
    if last is not None:
        until = default_expiry(Topic.PROACTIVE, last)
        sure = {Topic.PROACTIVE: mix.two_way, Topic.PERSONAL: mix.sent, Topic.PULL: mix.pull + mix.push}
        found |= {topic: Known(until) for topic, count in sure.items() if count}
    if _preferences_said(account.pk):
        found[Topic.PREFERENCE] = Known(on)
    return found


@planned
def _preferences_said(account_id: int) -> QuerySet[Contact, tuple[int]]:
    people = Contact.objects.in_seat().filter(account_id=account_id)
    return people.exclude(preference_source=Source.DEFAULT).order_by().values_list("pk")[:1]


def _rated_in_words(drivers: Iterable[tuple[str, int | None, date]]) -> dict[str, str]:
    words: dict[str, str] = {}
    if work := sorted({operation for operation, _, _ in drivers if operation}):
        words[Topic.OPERATION] = f"{', '.join(work)}: from why they stay."
    if marks := [performance for _, performance, _ in drivers if performance]:
        words[Topic.PERFORMANCE] = f"Rated {min(marks)} to {max(marks)} of 5, from why they stay."
    return words


def _in_words(mix: Mix) -> dict[str, str]:
    words: dict[str, str] = {}
    if mix.two_way:
        words[Topic.PROACTIVE] = f"{mix.ours} of {mix.two_way} conversations in 180 days were ours to begin."
    if mix.sent:
        words[Topic.PERSONAL] = f"{mix.about_us} of {mix.sent} messages in 180 days were about us."
    if mix.pull + mix.push:
        words[Topic.PULL] = f"{mix.pull} to learn or teach, {mix.push} to sell in 180 days."
    return words


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)
