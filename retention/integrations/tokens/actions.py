"""Making and revoking tokens."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib.errors import DomainError
from retention.team.models import User

from ..models import ApiToken
from .scopes import CALENDAR, SCOPES
from .secrets import new_secret

MOST_TOKENS = 50


class TooManyTokens(DomainError):
    """Nobody needs that many keys; old ones should go first."""


class UnknownScope(DomainError):
    """A scope that does not exist."""


def make_token(
    *, owner: User, name: str, scopes: Sequence[str], expires_at: datetime | None, by: User, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token for oneself; the second value is the secret, shown once and never again.

    Raises PermissionDenied for somebody else's token, UnknownScope, TooManyTokens, and DomainError when
    the expiry is not in the future.
    """
    if by.pk != owner.pk or not owner.is_active:
        raise PermissionDenied("You can make tokens for yourself only.")
    unknown = sorted(set(scopes) - {*SCOPES, CALENDAR})
    if unknown or not scopes:
        raise UnknownScope(
            f"Choose at least one known scope; not known: {', '.join(unknown)}.", field="scopes"
        )
    if expires_at is not None and expires_at <= at:
        raise DomainError("The token would already be expired. Choose a later date.", field="expires_at")
    if ApiToken.objects.usable(at).filter(owner=owner).count() >= MOST_TOKENS:
        raise TooManyTokens(f"You have {MOST_TOKENS} tokens. Revoke one first.")
    secret = new_secret()
    with transaction.atomic():
        token = ApiToken.objects.create(
            owner=owner,
            name=name,
            prefix=secret.prefix,
            digest=secret.digest,
            scopes=sorted(set(scopes)),
            expires_at=expires_at,
        )
    return token, secret.text


def revoke_token(*, token: ApiToken, by: User, at: datetime) -> ApiToken:
    """End a token now. Its owner and admins may; revoking twice changes nothing."""
    from retention.team.visibility import runs_the_workspace

    if by.pk != token.owner_id and not runs_the_workspace(by):
        raise PermissionDenied("Only its owner or an admin can revoke a token.")
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)
    token.refresh_from_db()
    return token
