"""The secret of a token: ``keel_<prefix>_<32 random bytes>``; only its keyed hash is stored."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

LABEL = "keel"


@dataclass(frozen=True)
class NewSecret:
    """What is shown once (``text``) and what is kept (``prefix``, ``digest``)."""

    text: str
    prefix: str
    digest: str


def digest_of(text: str) -> str:
    """HMAC-SHA-256 of the secret, keyed with the installation's secret key."""
    return hmac.new(settings.SECRET_KEY.encode(), b"api-token:" + text.encode(), sha256).hexdigest()


def new_secret() -> NewSecret:
    """Fresh randomness; the text is never stored."""
    prefix = secrets.token_hex(6)
    text = f"{LABEL}_{prefix}_{secrets.token_urlsafe(32)}"
    return NewSecret(text=text, prefix=prefix, digest=digest_of(text))


def prefix_of(text: str) -> str | None:
    """The public part of a secret, or None when it cannot be one of ours."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != LABEL or len(parts[1]) > 16 or "\x00" in text or len(text) > 200:
        return None
    return parts[1]
