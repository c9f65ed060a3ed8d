"""Text folded for search and sorting: lower case, without accents, as the database's keel_fold does."""

from django.db import connection


def folded(text: str) -> str:
    """Fold *text* with the very function that fills the ``*_key`` columns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keel_fold(%s)", [text])
        key: str = cursor.fetchone()[0]
    return key
