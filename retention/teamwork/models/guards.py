"""Triggers that refuse contacts and records of another account, and days before somebody was known."""

import pgtrigger

_THEIR_CONTACT = """
    IF NEW.{column} IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contacts_contact c WHERE c.id = NEW.{column} AND c.account_id = {account}
    ) THEN
        RAISE EXCEPTION 'the contact is at another account' USING ERRCODE = 'check_violation';
    END IF;
"""
_KNOWN_THEN = """
    IF NEW.starts_on < (SELECT c.since FROM contacts_contact c WHERE c.id = NEW.{column}) THEN
        RAISE EXCEPTION 'before the contact was known' USING ERRCODE = 'check_violation';
    END IF;
"""


def contact_guard(
    name: str, column: str, account: str, *also: str, starts: bool = False
) -> pgtrigger.Trigger:
    """Refuse a contact of another account than *account*; with *starts* also a start before they were known.

    *also* names further columns whose change asks again.
    """
    changed = pgtrigger.UpdateOf(column, *also)  # type: ignore[no-untyped-call]
    body = _THEIR_CONTACT + (_KNOWN_THEN if starts else "")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | changed,
        func=body.format(column=column, account=account) + "    RETURN NEW;",
    )


_OF_THE_ACCOUNT = """
    IF NEW.{column}_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {table} r WHERE r.id = NEW.{column}_id AND r.account_id = NEW.account_id
    ) THEN
        RAISE EXCEPTION 'a comment is about a record of its account' USING ERRCODE = 'check_violation';
    END IF;
"""
_ONE_LEVEL = """
    IF num_nonnulls(NEW.touchpoint_id, NEW.promise_id, NEW.renewal_id, NEW.feedback_id, NEW.plan_id) > 1 THEN
        RAISE EXCEPTION 'a comment is about one record' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM teamwork_comment p
        WHERE p.id = NEW.parent_id AND p.account_id = NEW.account_id AND p.parent_id IS NULL
        AND (p.touchpoint_id, p.promise_id, p.renewal_id, p.feedback_id, p.plan_id) IS NOT DISTINCT FROM
            (NEW.touchpoint_id, NEW.promise_id, NEW.renewal_id, NEW.feedback_id, NEW.plan_id)
    ) THEN
        RAISE EXCEPTION 'a reply answers a comment on the same thing' USING ERRCODE = 'check_violation';
    END IF;
"""
_RECORDS = (
    ("touchpoint", "contacts_touchpoint"),
    ("promise", "contacts_promise"),
    ("renewal", "renewals_renewal"),
    ("feedback", "contacts_feedbackitem"),
    ("plan", "plans_accountplan"),
)


def comment_guard() -> pgtrigger.Trigger:
    """Refuse comments on two records or on another account's, and replies to replies.

    Asked when the transaction ends: a merger moves records and what is said of them one after the other.
    """
    columns = ("account_id", "parent_id", *(f"{column}_id" for column, _ in _RECORDS))
    changed = pgtrigger.UpdateOf(*columns)  # type: ignore[no-untyped-call]
    body = "".join(_OF_THE_ACCOUNT.format(column=column, table=table) for column, table in _RECORDS)
    # Read as it stands at the end: the row of the first of two changes is not what is kept.
    now = "SELECT * INTO NEW FROM teamwork_comment WHERE id = NEW.id; IF NOT FOUND THEN RETURN NULL; END IF;"
    return pgtrigger.Trigger(
        name="comment_is_about_its_account",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Insert | changed,
        func=f"    {now}\n{_ONE_LEVEL}{body}    RETURN NULL;",
    )
