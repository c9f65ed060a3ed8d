"""The secret in a link's address and the code beside it: what is shown once, and what is kept."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

SECRET_BYTES = 16
"""128 bits: guessing is hopeless whatever the limits on tries."""
LONGEST_SECRET = 64
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_HALF = 4
ROW_MARK = 16
"""Letters of a mark that stands for a row."""


def new_secret() -> str:
    """Fresh randomness for an address; the text is never stored."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """HMAC-SHA-256 of a secret, keyed with the installation's secret key."""
    return _keyed(b"share-link:", secret)


def new_code() -> str:
    """A code to say over the phone, such as “K7QM-2XWD”: forty bits, without letters that look alike."""
    halves = ("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_HALF)) for _ in range(2))
    return "-".join(halves)


def tidy_code(written: str) -> str:
    """The code as it was shown, however it was typed."""
    letters = "".join(letter for letter in written.upper() if letter.isalnum())[: 4 * CODE_HALF]
    return f"{letters[:CODE_HALF]}-{letters[CODE_HALF:]}"


def place_mark(place: str | None, day: str) -> str:
    """A mark for where a request came from that nobody can turn back, another one every day."""
    return _keyed(b"share-place:" + day.encode() + b":", place)[:32] if place else ""


def passed_mark(link_id: int, code: str) -> str:
    """What the cookie of somebody who gave the code holds: it dies with the code."""
    return _keyed(b"share-code:", f"{link_id}:{code}")


def form_mark(digest: str) -> str:
    """What forms on the page of a link carry: whoever sends one has read the page, without a cookie."""
    return _keyed(b"share-form:", digest)[:32]


def row_mark(digest: str, kind: str, pk: int) -> str:
    """What stands for a row on the page of one link: no number of ours, and another one on every link."""
    return _keyed(b"share-row:", f"{digest}:{kind}:{pk}")[:ROW_MARK]


def _keyed(purpose: bytes, text: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, purpose + text.encode("utf-8", "surrogatepass"), sha256).hexdigest()
