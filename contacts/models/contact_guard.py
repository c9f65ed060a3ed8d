"""What the database holds of a person's assistant and of the days that matter to them."""

import pgtrigger
from django.db.models import BooleanField, F, Func, Q

_SAME_ACCOUNT = """
    IF EXISTS (
        SELECT 1 FROM contacts_contact c JOIN contacts_contact a ON a.id = c.assistant_id
        WHERE (c.id = NEW.id OR a.id = NEW.id) AND a.account_id <> c.account_id
    ) THEN
        RAISE EXCEPTION 'the assistant is at another account' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
DATES_HAVE_A_SHAPE = Func(
    F("important_dates"),
    template=(
        "(jsonb_typeof(%(expressions)s) = 'array' AND jsonb_path_query_array(%(expressions)s, "
        "'$[*] ? (@.month >= 1 && @.month <= 12 && @.day >= 1 && @.day <= 31 && @.label like_regex \".\")')"
        " = %(expressions)s)"
    ),
    output_field=BooleanField(),
)


def assistant_guards() -> list[pgtrigger.Trigger]:
    """Triggers that ask when a change is whole: somebody may go to another account with their assistant."""
    return [
        pgtrigger.Trigger(
            name="assistant_of_same_account",
            when=pgtrigger.After,
            timing=pgtrigger.Deferred,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("assistant_id"),  # type: ignore[no-untyped-call]
            condition=pgtrigger.Q(new__assistant__isnull=False),
            func=_SAME_ACCOUNT,
        ),
        pgtrigger.Trigger(
            name="assistant_goes_along",
            when=pgtrigger.After,
            timing=pgtrigger.Deferred,
            operation=pgtrigger.UpdateOf("account_id"),  # type: ignore[no-untyped-call]
            condition=pgtrigger.Q(old__account__df=pgtrigger.F("new__account")),
            func=_SAME_ACCOUNT,
        ),
    ]


HOURS_FROM_TO = Q(hours_from__isnull=True, hours_until__isnull=True) | Q(
    hours_from__isnull=False, hours_until__isnull=False, hours_from__lt=F("hours_until")
)
