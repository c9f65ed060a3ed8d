"""Whose rows of reports are: those of an account go by the account, those of a portfolio are its owner's."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from retention.team.visibility import Reader, ScopedQuerySet, editable_q, reach_of, visible_parts, visible_q

M = TypeVar("M", bound=models.Model)
ACCOUNT = "account__"


class ReportRows(ScopedQuerySet[M]):
    """A portfolio was made with the eyes of one person: nobody else sees it, whatever they may see."""

    def visible_to(self, user: Reader) -> Self:
        """Rows of accounts this user sees, and their own portfolios."""
        return self.filter(self._own(user) | self._of_accounts() & visible_q(user, self.via))

    def visible_parts_to(self, user: Reader) -> list[Self]:
        """The same taken apart."""
        parts = [self.filter(self._of_accounts() & part) for part in visible_parts(user, self.via)]
        return [*parts, self.filter(self._own(user))]

    def editable_by(self, user: Reader) -> Self:
        """Rows of accounts this user may change, and their own portfolios."""
        return self.filter(self._own(user) | self._of_accounts() & editable_q(user, self.via))

    def _path(self) -> str:
        return self.via.removesuffix(ACCOUNT)

    def _of_accounts(self) -> Q:
        return Q(**{f"{self._path()}account__isnull": False})

    def _own(self, user: Reader) -> Q:
        reach, path = reach_of(user), self._path()
        if reach.is_nobody:
            return Q(pk__in=[])
        return Q(**{f"{path}account__isnull": True, f"{path}owner": reach.user_id})
