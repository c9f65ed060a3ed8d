"""Tries to sign in and requests for links, counted in PostgreSQL so that a flushed cache resets nothing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class TryPurpose(models.TextChoices):
    """What somebody tried."""

    SIGN_IN = "sign_in", "Sign in"
    RESET = "reset", "Ask for a password link"
    LINK = "link", "Open a link"
    PASSWORD = "password", "Say the present password"


class SignInTry(models.Model):
    """One try. It is written before it is judged, so that parallel tries count each other."""

    at = models.DateTimeField(db_default=Now())
    purpose = models.CharField(max_length=8, choices=TryPurpose.choices, default=TryPurpose.SIGN_IN)
    email = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True)
    succeeded = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=TryPurpose.values), name="try_purpose_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["email", "at"], name="try_by_email"),
            models.Index(fields=["address", "at"], name="try_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.email} at {self.at}"
