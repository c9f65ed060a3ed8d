"""Which accounts somebody is on the account team of: read by visibility once per request."""

_THEIRS = """SELECT account_id FROM accounts_accountteammember
    WHERE user_id = %(user)s AND ends_on IS NULL GROUP BY 1"""
MEMBERSHIPS = f"ARRAY({_THEIRS} ORDER BY 1), ARRAY({_THEIRS} HAVING bool_or(may_edit) ORDER BY 1)"
"""Two columns of SQL: the accounts on whose team this person is, and those they may edit. Who left a team
sees no more."""
