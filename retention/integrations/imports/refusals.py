"""Why a file or a row is not taken, in the user's words."""

from retention.lib.errors import DomainError


class FileRefused(DomainError):
    """A file that cannot be read at all; the others are unharmed."""


class RowRejected(DomainError):
    """A row that cannot become a record: something in it is broken."""


class RowUnclear(DomainError):
    """A row that could become a record once somebody says what is meant."""


class RowNotUsed(DomainError):
    """A row that is sound and not a record of ours."""
