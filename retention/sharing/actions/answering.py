"""What we do with a word of theirs: answer it where they read it, or take note."""

from datetime import datetime

from django.db import transaction

from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.team.models import User

from ..models import ClientWord
from ..models.words import LONGEST_WORD
from ..reminding import tell_word

ANSWER = accepts.text("The answer", LONGEST_WORD, required=True, many_lines=True)


class AnsweredAlready(DomainError):
    """Somebody of ours has answered."""


@transaction.atomic
def answer_word(*, word: ClientWord, answer: str, by: User, at: datetime) -> ClientWord:
    """Answer; they read it on the shared plan. Raises PermissionDenied, AnsweredAlready, InputRefused."""
    row = _theirs(word, by)
    if row.answer:
        raise AnsweredAlready("This was answered already.")
    row.answer = ANSWER(answer, "answer")
    return _settled(row, f"Answered {row.name} on the shared plan: {row.answer}", by, at)


@transaction.atomic
def note_word(*, word: ClientWord, by: User, at: datetime) -> ClientWord:
    """Take note of it without a word; twice is once. Raises PermissionDenied."""
    row = _theirs(word, by)
    return row if row.settled_at else _settled(row, f"Noted what {row.name} said", by, at)


def _theirs(word: ClientWord, by: User) -> ClientWord:
    found = ClientWord.objects.select_related("link__plan").get(pk=word.pk)
    account = editable_account(found.link.plan.account_id, by)
    found.link.plan.account = account
    return found


def _settled(row: ClientWord, told: str, by: User, at: datetime) -> ClientWord:
    row.settled_at, row.settled_by = at, by
    row.save(update_fields=["answer", "settled_at", "settled_by"])
    account = row.link.plan.account
    record(account, "client_word_settled", told, by=by, at=at, subject=("plan", row.link.plan_id))
    tell_word(row, account=account, by=by, at=at)
    return row
