"""Our own people: whoever signs in, and the machine."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from retention.lib.records import Recorded, Versioned

from ..audit import audited
from ..roles import Role


class Theme(models.TextChoices):
    """Light, dark, or whatever the machine says."""

    SYSTEM = "system", "Like my device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class Density(models.TextChoices):
    """How tall rows are."""

    COMFORTABLE = "comfortable", "Comfortable"
    COMPACT = "compact", "Compact"


class UserQuerySet(models.QuerySet["User"]):
    """Questions over people."""

    def people(self) -> "UserQuerySet":
        """Everybody who can ever sign in: not the machine."""
        return self.exclude(role=Role.SYSTEM)

    def active(self) -> "UserQuerySet":
        """People who may work today."""
        return self.people().filter(is_active=True)


class UserDirectory(BaseUserManager["User"]):
    """Where users are made and found; e-mail addresses are compared without case."""

    def get_queryset(self) -> UserQuerySet:
        """All rows, with the questions of UserQuerySet."""
        return UserQuerySet(self.model, using=self._db)

    def people(self) -> UserQuerySet:
        """Everybody who can ever sign in."""
        return self.get_queryset().people()

    def active(self) -> UserQuerySet:
        """People who may work today."""
        return self.get_queryset().active()

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail address, ignoring case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in as them yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@audited(exclude=["password", "last_login"])
class User(AbstractBaseUser, Recorded, Versioned):
    """A person of ours, or the machine (role ``system``), which is a real user that cannot sign in."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.ACCOUNT_MANAGER)
    sees_everything = models.BooleanField(
        default=False, help_text="A viewer who sees all accounts instead of their teams' only."
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 code; decides public holidays.")
    subdivision = models.CharField(max_length=8, blank=True)
    work_starts = models.TimeField(default="09:00")
    work_ends = models.TimeField(default="17:30")
    weekend = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(max_length=12, choices=Density.choices, default=Density.COMFORTABLE)
    single_keys = models.BooleanField(default=True, help_text="Single-letter shortcuts are on.")
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserDirectory] = UserDirectory()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=models.Q(work_ends__gt=models.F("work_starts")), name="user_work_ends_after_start"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name, as used in greetings."""
        return self.name.split(" ")[0]

    @property
    def is_machine(self) -> bool:
        """True for the system user."""
        return self.role == Role.SYSTEM

    @property
    def weekend_days(self) -> frozenset[int]:
        """Days off every week, Monday = 0; Saturday and Sunday unless set otherwise."""
        return frozenset(self.weekend or (5, 6))
