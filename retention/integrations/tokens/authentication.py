"""Bearer tokens: checked against the database on every request, so that revoking is immediate."""

import hmac

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from retention.lib.zones import is_zone
from retention.team.audit import acting
from retention.team.models import User
from retention.team.visibility import keep_reach

from ..models import ApiToken
from .lookup import token_by_prefix
from .secrets import digest_of, prefix_of
from .use import note_use

REFUSAL = "This token is not valid. It may be revoked, expired, or mistyped."


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer keel_…``."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The owner and the token. Raises AuthenticationFailed for a token that is not usable now."""
        header = get_authorization_header(request).split()
        if not header or header[0].lower() != b"bearer":
            return None
        try:
            text = b" ".join(header[1:]).decode("ascii")
        except UnicodeDecodeError:
            raise AuthenticationFailed(REFUSAL) from None
        return self.check(text)

    def check(self, text: str) -> tuple[User, ApiToken]:
        """Find the token by its public prefix and compare hashes in constant time.

        What follows in the request sees what the owner sees, in the owner's zone, and is theirs in the audit.
        """
        prefix = prefix_of(text)
        found = token_by_prefix(prefix) if prefix else None
        if found is None or not hmac.compare_digest(found[0].digest, digest_of(text)):
            raise AuthenticationFailed(REFUSAL)
        token, at = found
        note_use(token, at=at)
        owner = token.owner
        keep_reach(owner)
        timezone.activate(owner.time_zone if is_zone(owner.time_zone) else "UTC")
        acting(user_id=owner.pk, via="api", token=token.prefix)
        return owner, token

    def authenticate_header(self, request: Request | HttpRequest) -> str:
        """How to sign in, for the 401 answer."""
        return "Bearer"
