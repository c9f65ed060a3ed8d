"""What a comment on an account can be about: what is open there, and the newest talks."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account
from contacts.models import FeedbackItem, Promise, Touchpoint
from plans.models import AccountPlan
from retention.renewals.models import Renewal
from retention.team.models import User
from retention.teamwork.models import ABOUT, Comment

MODELS: dict[str, type[Model]] = {
    "touchpoint": Touchpoint,
    "promise": Promise,
    "renewal": Renewal,
    "feedback": FeedbackItem,
    "plan": AccountPlan,
}
PAGES = {
    "touchpoint": "touchpoints", "promise": "promises", "renewal": "renewals", "feedback": "feedback",
    "plan": "plans",
}  # fmt: skip
MOST = 8
Choices = list[Any]


def words_of(name: str, row: Any) -> str:
    """A record as a comment calls it; nothing of what was said in a talk."""
    if name == "touchpoint":
        return _("{channel} on {day}").format(
            channel=row.get_channel_display(), day=f"{row.happened_at:%-d %b %Y}"
        )
    if name == "renewal":
        return _("Renewal to be decided by {day}").format(day=f"{row.decision_on:%-d %b %Y}")
    if name == "plan":
        return _("Plan: {title}").format(title=row.title)
    kind = _("Promise") if name == "promise" else row.get_kind_display()
    return f"{kind}: {row.text[:60]}"


def subject_of(comment: Comment) -> tuple[str, str]:
    """What a comment is about in words, and its page; nothing for the account as a whole."""
    for name in ABOUT:
        row = getattr(comment, name)
        if row is not None:
            return words_of(name, row), _address(name, row)
    return "", ""


def _address(name: str, row: Any) -> str:
    return f"/{PAGES[name]}/{row.pk}/"


def subjects_of(account: Account, user: User, chosen: str = "") -> Choices:
    """The choices of a form, in groups; what was *chosen* already stands among them if it may be seen."""
    found: Choices = [("", _("{account} as a whole").format(account=account.name))]
    known = set()
    for label, name, rows in _groups(account, user):
        choices = [(f"{name}:{row.pk}", words_of(name, row)) for row in rows]
        known |= {value for value, _words in choices}
        if choices:
            found.append((label, choices))
    if chosen and chosen not in known:
        found += [(chosen, words_of(name, row)) for name, row in record_named(chosen, account, user).items()]
    return found


def record_named(value: str, account: Account, user: User) -> dict[str, Any]:
    """The record that ``touchpoint:5`` names, where the reader sees it and it is of the account."""
    name, _sign, number = value.partition(":")
    if name not in MODELS or not number.isascii() or not number.isdigit() or len(number) > 18:
        return {}
    rows = MODELS[name]._default_manager.visible_to(user)  # type: ignore[attr-defined]
    row = rows.filter(pk=int(number), account=account).first()
    return {} if row is None else {name: row}


def _groups(account: Account, user: User) -> list[tuple[str, str, "QuerySet[Any]"]]:
    def mine(model: Any) -> Any:
        return model.objects.visible_to(user).filter(account=account)

    open_ends = mine(Renewal).filter(closed_on__isnull=True)
    return [
        (_("Talks"), "touchpoint", mine(Touchpoint).current().newest_first()[:MOST]),
        (_("Promises"), "promise", mine(Promise).open().order_by("due_on", "id")[:MOST]),
        (
            _("Renewals"),
            "renewal",
            open_ends.order_by("decision_on", "id")[:MOST],
        ),
        (_("What they said"), "feedback", mine(FeedbackItem).open().order_by("due_on", "id")[:MOST]),
        (_("Plans"), "plan", mine(AccountPlan).order_by("-id")[:MOST]),
    ]
