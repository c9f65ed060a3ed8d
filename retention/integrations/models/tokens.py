"""API tokens (hashed, scoped, shown once) and the memory of repeated requests."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from retention.lib.records import Recorded
from retention.team.audit import audited


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions over tokens."""

    def usable(self, at: datetime) -> "TokenQuerySet":
        """Not revoked, not expired, owner active."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at)).filter(
            revoked_at__isnull=True, owner__is_active=True
        )


@audited(exclude=["digest", "last_used_at"])
class ApiToken(Recorded):
    """A key for scripts: sees what its owner sees, narrowed by scopes. Only a keyed hash is stored."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=30))
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = TokenQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "id"], name="token_by_owner")]

    def __str__(self) -> str:
        return self.name


class RepeatedRequest(models.Model):
    """The answer to a POST with an Idempotency-Key, kept 48 h in the transaction of its effect."""

    caller = models.CharField(max_length=80, help_text="A digest of the credentials that asked.")
    key = models.CharField(max_length=255)
    path = models.CharField(max_length=300)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "key"], name="repeated_request_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="repeated_request_by_age")]

    def __str__(self) -> str:
        return self.key
