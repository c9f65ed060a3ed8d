"""The answers that count in a figure: of each contact the latest in twelve months."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .choices import BuyingRole
from .models import SurveyQuerySet

WINDOW_DAYS = 365
DECIDERS = (BuyingRole.ECONOMIC_BUYER, BuyingRole.DECISION_MAKER, BuyingRole.EXECUTIVE_SPONSOR)
USERS = (BuyingRole.USER_LEAD, BuyingRole.END_USER)
Given = tuple[str, int, str, int]
"""The question, the account, the part in decisions, and the score."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Scores by kind: each respondent's latest, and the mean of each account for one vote per account.

    ``deciders`` and ``users`` are the respondents' scores by their part in decisions; ``heard`` are the
    accounts of which somebody who decides answered anything, of all ``accounts`` where somebody was asked.
    """

    by_contact: dict[str, list[int]]
    by_account: dict[str, list[float]]
    deciders: dict[str, list[int]]
    users: dict[str, list[int]]
    heard: int
    accounts: int
    asked: int
    answered: int


def latest_answers(surveys: SurveyQuerySet, *, on: date) -> Answers:
    """Read them in one query; who did not answer counts as asked."""
    rows = surveys.filter(asked_on__gt=on - timedelta(days=WINDOW_DAYS), asked_on__lte=on)
    found: dict[tuple[str, int], Given] = {}
    asked = answered = 0
    accounts: set[int] = set()
    columns = ("kind", "contact_id", "account_id", "contact__buying_role", "score")
    for kind, contact, account, role, score in rows.order_by("asked_on", "id").values_list(*columns):
        asked += 1
        accounts.add(account)
        if score is not None:
            answered += 1
            found[kind, contact] = (kind, account, role, score)
    given = list(found.values())
    heard = {account for _, account, role, _ in given if role in DECIDERS}
    return Answers(
        _by_kind(given), _by_account(given), _by_kind(given, DECIDERS), _by_kind(given, USERS), len(heard),
        len(accounts), asked, answered,
    )  # fmt: skip


def _by_kind(given: Iterable[Given], roles: Collection[str] = BuyingRole.values) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for kind, _, role, score in given:
        if role in roles:
            found[kind].append(score)
    return dict(found)


def _by_account(given: Iterable[Given]) -> dict[str, list[float]]:
    accounts: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for kind, account, _, score in given:
        accounts[kind][account].append(score)
    return {
        kind: [sum(scores) / len(scores) for scores in by_account.values()]
        for kind, by_account in accounts.items()
    }
