"""Finding a token with its owner: one fixed statement, for every request to the API asks it."""

from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from retention.team.models import User

from ..models import ApiToken

M = TypeVar("M", bound=Model)


@cache
def _statement() -> str:
    """The columns of both, in the order of their fields, as TokenQuerySet.usable means it."""
    columns = ", ".join([*_columns(ApiToken, "t"), *_columns(User, "u")])
    return (
        f"SELECT now(), {columns} FROM {ApiToken._meta.db_table} t "  # noqa: S608 # names of ours
        f"JOIN {User._meta.db_table} u ON u.id = t.owner_id AND u.is_active "
        "WHERE t.prefix = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())"
    )


def _columns(model: type[Model], name: str) -> list[str]:
    return [f'{name}."{field.column}"' for field in model._meta.concrete_fields]


def _made(model: type[M], values: tuple[Any, ...]) -> M:
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in model._meta.concrete_fields], values)


def token_by_prefix(prefix: str) -> tuple[ApiToken, datetime] | None:
    """The usable token with this public part, its owner read along, and the database's time."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [prefix])
        row = cursor.fetchone()
    if row is None:
        return None
    width = 1 + len(ApiToken._meta.concrete_fields)
    token = _made(ApiToken, row[1:width])
    token.owner = _made(User, row[width:])
    return token, row[0]
