"""One row of every model of shared plans that hangs on an account, and a link of the full company."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from accounts.models import Account
from contacts.models import Contact
from plans.models import AccountPlan
from retention.lib.clock import database_now
from retention.sharing.models import ClientWord, ShareLink, ShareView
from retention.sharing.secrets import digest_of, new_secret
from retention.team.models import User
from tests.cast import NOON

from .account_plans import plan


def make_share_link(of: AccountPlan, by: User, **fields: Any) -> ShareLink:
    """A link of thirty days whose secret nobody knows."""
    at = fields.pop("made_at", database_now())
    said = {"made_at": at, "expires_at": at + timedelta(days=30), **fields}
    return ShareLink.objects.create(plan=of, digest=digest_of(new_secret()), made_by=by, owner=by, **said)


def _word(account: Account, by: User) -> ClientWord:
    link = make_share_link(plan(account, by), by)
    return ClientWord.objects.create(link=link, kind="comment", name="x", text="x", at=NOON)


SHARING_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "sharing.ShareLink": lambda account, by: make_share_link(plan(account, by), by),
    "sharing.ShareView": lambda account, by: ShareView.objects.create(
        link=make_share_link(plan(account, by), by), at=NOON
    ),
    "sharing.ClientWord": _word,
}
SHARING_UNSCOPED = {
    "sharing.ShareTry": "counts requests behind links for a day; no door reads it",
}


def sharing_of(of: AccountPlan, owner: User, contact: Contact, says: Any) -> dict[str, Any]:
    """A link that was opened, and a word that waits for an answer."""
    link = make_share_link(of, owner, contact=contact)
    view = ShareView.objects.create(link=link, at=link.made_at)
    word = ClientWord.objects.create(
        link=link, kind="comment", name=says("client-name"), text=says("client-word"), at=link.made_at
    )
    return {"share_link": link, "share_view": view, "client_word": word}
