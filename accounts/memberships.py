"""Which accounts somebody is on the account team of: read by visibility once per request."""

from django.db import connection

_SQL = """
SELECT account_id, bool_or(may_edit) FROM accounts_accountteammember
WHERE user_id = %s AND ends_on IS NULL GROUP BY 1 ORDER BY 1
"""


def account_memberships(user_id: int) -> tuple[tuple[int, bool], ...]:
    """(account id, may edit) of every account team this person is on; who left it sees no more."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [user_id])
        return tuple(cursor.fetchall())
