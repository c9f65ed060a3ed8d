"""The answers that count in a figure: of each contact the latest in twelve months."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .models import SurveyQuerySet

WINDOW_DAYS = 365


@dataclass(frozen=True, slots=True)
class Answers:
    """Scores by kind: each respondent's latest, and the mean of each account for one vote per account."""

    by_contact: dict[str, list[int]]
    by_account: dict[str, list[float]]
    asked: int
    answered: int


def latest_answers(surveys: SurveyQuerySet, *, on: date) -> Answers:
    """Read them in one query; who did not answer counts as asked."""
    rows = surveys.filter(asked_on__gt=on - timedelta(days=WINDOW_DAYS), asked_on__lte=on)
    found: dict[tuple[str, int], tuple[int, int]] = {}
    asked = answered = 0
    columns = ("kind", "contact_id", "account_id", "score")
    for kind, contact, account, score in rows.order_by("asked_on", "id").values_list(*columns):
        asked += 1
        if score is not None:
            answered += 1
            found[kind, contact] = (account, score)
    return Answers(*_grouped(((kind, *rest) for (kind, _), rest in found.items())), asked, answered)


def _grouped(rows: Iterable[tuple[str, int, int]]) -> tuple[dict[str, list[int]], dict[str, list[float]]]:
    contacts: dict[str, list[int]] = defaultdict(list)
    accounts: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for kind, account, score in rows:
        contacts[kind].append(score)
        accounts[kind][account].append(score)
    means = {
        kind: [sum(scores) / len(scores) for scores in by_account.values()]
        for kind, by_account in accounts.items()
    }
    return dict(contacts), means
