"""Failed and successful sign-ins, counted in PostgreSQL so that a flushed cache resets nothing."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class SignInTry(models.Model):
    """One attempt to sign in or to guess a one-time link."""

    at = models.DateTimeField(db_default=Now())
    email = models.CharField(max_length=254)
    address = models.GenericIPAddressField(null=True)
    succeeded = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email", "at"], name="try_by_email"),
            models.Index(fields=["address", "at"], name="try_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.email} at {self.at}"
