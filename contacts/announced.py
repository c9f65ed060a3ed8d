"""Facts of the contacts layer, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Fact):
    """A contact (or placeholder) exists at an account."""

    contact_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Fact):
    """Role, preferences, pause, status or other fields of a contact changed."""

    contact_id: int
    account_id: int
    fields: frozenset[str]
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TouchpointLogged(Fact):
    """A touchpoint stands that did not stand before."""

    touchpoint_id: int
    account_id: int
    contact_ids: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TouchpointCorrected(Fact):
    """A touchpoint was superseded; ``contact_ids`` are those of both versions."""

    touchpoint_id: int
    account_id: int
    contact_ids: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TouchpointWithdrawn(Fact):
    """A touchpoint no longer stands."""

    touchpoint_id: int
    account_id: int
    contact_ids: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StepChanged(Fact):
    """A next step was added, moved, done or dropped."""

    step_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FeedbackChanged(Fact):
    """A complaint, idea or praise came, was answered, or its loop was closed."""

    feedback_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Fact):
    """A contact answered a one-question survey."""

    survey_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PeopleParted(Fact):
    """A merger of people was taken back; ``merged_at`` is when it had happened."""

    account_ids: tuple[int, ...]
    merged_at: datetime
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KnowledgeChanged(Fact):
    """Something was learned about a customer, corrected, or taken back."""

    fact_id: int
    account_id: int
    topic: str
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseChanged(Fact):
    """A promise was made, moved or settled."""

    promise_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MapChanged(Fact):
    """A role, standing, tie or line of a contact changed on the map of people."""

    contact_id: int
    account_id: int
    by_id: int
    at: datetime
