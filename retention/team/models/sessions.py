"""Who is signed in where. The cookie's key is kept as a hash: a copy of the table opens no session."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now


class Session(AbstractBaseSession):
    """One browser. It ends three hours after the last request and twelve hours after signing in."""

    session_key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the cookie's key.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-last_seen_at"], name="session_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} since {self.started_at}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that reads and writes these rows."""
        from ..sessions import SessionStore

        return SessionStore
