"""Sessions in PostgreSQL, on PostgreSQL's clock: gone at once when their row is deleted.

A flushed cache signs nobody out. The row keeps only a hash of the cookie's key (see models/sessions.py).
"""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import Least, Now

from retention.lib.kept import planned
from retention.lib.kept_values import Text

if TYPE_CHECKING:
    from .models import Session

LONGEST_IDLE = timedelta(hours=3)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


def digest(key: str) -> str:
    """What is stored of a cookie's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _after(moment: Any, length: timedelta) -> "ExpressionWrapper[Any]":
    added = moment + Value(length, output_field=DurationField())
    return ExpressionWrapper(added, output_field=DateTimeField())


@planned
def _running(hashed_key: Text) -> "QuerySet[Session]":
    rows = SessionStore.get_model_class().objects.annotate(read_at=Now())
    return rows.filter(session_key=hashed_key, expire_date__gt=Now())


class SessionStore(DatabaseStore):
    """Django's database store with hashed keys, an idle end and an absolute end."""

    @classmethod
    def get_model_class(cls) -> "type[Session]":
        """Our own table."""
        from .models import Session

        return Session

    def _get_session_from_db(self) -> "Session | None":
        row = next(iter(_running(Text(digest(self.session_key or "")))), None)
        if row is None:
            self._session_key = None
            return None
        if row.read_at - row.last_seen_at >= SEEN_EVERY:  # type: ignore[attr-defined]  # annotated
            self._note_seen(row)
        return row

    def _note_seen(self, row: "Session") -> None:
        end = Least(_after(Now(), LONGEST_IDLE), _after(F("started_at"), LONGEST))
        rows = self.get_model_class().objects.filter(pk=row.pk)
        rows.update(last_seen_at=Now(), expire_date=end)

    def exists(self, session_key: str) -> bool:
        """True when a row of this key is there."""
        return self.get_model_class().objects.filter(session_key=digest(session_key)).exists()

    def save(self, must_create: bool = False) -> None:
        """Write the data. Raises CreateError on a key in use, UpdateError when it was ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        values = {"session_data": self.encode(data), "user_id": data.get(SESSION_KEY)}
        rows = self.get_model_class().objects.filter(session_key=digest(self.session_key))
        if not must_create:
            if not rows.update(**values):
                raise UpdateError
            return
        try:
            with transaction.atomic():
                rows.create(
                    session_key=digest(self.session_key), expire_date=_after(Now(), LONGEST_IDLE), **values
                )
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        """End the session of that key, by default the one at hand."""
        key = session_key or self.session_key
        if key is not None:
            self.get_model_class().objects.filter(session_key=digest(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the rows of sessions that have ended."""
        cls.get_model_class().objects.filter(expire_date__lt=Now()).delete()
