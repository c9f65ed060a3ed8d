"""What the database refuses about reports, whatever writes (docs/methods.md, Reports)."""

import pgtrigger

_THEIRS = """
    IF NEW.contact_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM reports_subscription s JOIN contacts_contact c ON c.account_id = s.account_id
        WHERE s.id = NEW.subscription_id AND c.id = NEW.contact_id AND s.kind <> 'summary'
    ) THEN
        RAISE EXCEPTION 'it stays inside, or a contact of another account' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.user_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM reports_subscription s
        WHERE s.id = NEW.subscription_id AND s.kind = 'portfolio' AND s.owner_id <> NEW.user_id
    ) THEN
        RAISE EXCEPTION 'a portfolio is read by whose it is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_SENT = """
    IF TG_OP = 'DELETE' THEN
        IF OLD.state IN ('sent', 'skipped') THEN
            RAISE EXCEPTION 'what was sent stays' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state IN ('sent', 'skipped') THEN
        RAISE EXCEPTION 'what was sent stays' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'approved' AND (NEW.content, NEW.sha256, NEW.as_of, NEW.period_on, NEW.subscription_id)
        IS DISTINCT FROM (OLD.content, OLD.sha256, OLD.as_of, OLD.period_on, OLD.subscription_id) THEN
        RAISE EXCEPTION 'what was approved is sent as it is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_LOG = """
    IF TG_OP = 'DELETE' OR OLD.state <> 'pending' THEN
        RAISE EXCEPTION 'the sent log is only added to' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.issue_id, NEW.contact_id, NEW.user_id, NEW.message_id)
        IS DISTINCT FROM (OLD.issue_id, OLD.contact_id, OLD.user_id, OLD.message_id) THEN
        RAISE EXCEPTION 'the sent log is only added to' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def reads_what_is_theirs() -> pgtrigger.Trigger:
    """Refuses contacts of other accounts, any for what stays inside, and others for a portfolio."""
    return pgtrigger.Trigger(
        name="reads_what_is_theirs", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_THEIRS
    )


def sent_stays() -> pgtrigger.Trigger:
    """Refuses to change or delete a report that was sent or skipped, and the content of an approved one."""
    return pgtrigger.Trigger(
        name="sent_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_SENT,
    )


def log_is_added_to() -> pgtrigger.Trigger:
    """Refuses to change a finished line of the sent log, and to delete any."""
    return pgtrigger.Trigger(
        name="log_is_added_to",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_LOG,
    )
