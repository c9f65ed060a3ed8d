"""What filters of links and words mean."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from retention.lib.clock import database_now
from retention.lib.filtering import IdFilter, YesFilter

from .choices import WordKind
from .models import ClientWord, ShareLink, ShareView
from .models.links import ShareLinks
from .models.words import ClientWords


class LinkFilter(django_filters.FilterSet):
    """Which links a list shows."""

    plan = IdFilter(field_name="plan_id", label="Plan")
    account = IdFilter(field_name="plan__account_id", label="Account")
    standing = YesFilter(method="is_standing", label="Neither revoked nor expired")

    class Meta:
        model = ShareLink
        fields: ClassVar[list[str]] = []

    def is_standing(self, rows: ShareLinks, name: str, value: Any) -> QuerySet[ShareLink]:
        """It opens the plan now."""
        return rows.standing(database_now())


class ViewFilter(django_filters.FilterSet):
    """Which openings a list shows."""

    link = IdFilter(field_name="link_id", label="Link")
    plan = IdFilter(field_name="link__plan_id", label="Plan")
    account = IdFilter(field_name="link__plan__account_id", label="Account")

    class Meta:
        model = ShareView
        fields: ClassVar[list[str]] = []


class WordFilter(django_filters.FilterSet):
    """Which words a list shows."""

    link = IdFilter(field_name="link_id", label="Link")
    plan = IdFilter(field_name="link__plan_id", label="Plan")
    account = IdFilter(field_name="link__plan__account_id", label="Account")
    kind = django_filters.MultipleChoiceFilter(choices=WordKind.choices, label="Kind")
    waiting = YesFilter(method="is_waiting", label="Nobody has seen to it")

    class Meta:
        model = ClientWord
        fields: ClassVar[list[str]] = []

    def is_waiting(self, rows: ClientWords, name: str, value: Any) -> QuerySet[ClientWord]:
        """Nobody of ours has answered or taken note."""
        return rows.waiting()
