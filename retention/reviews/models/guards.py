"""What the database refuses about reviews, whatever writes (docs/methods.md, Reviews)."""

import pgtrigger

_FROZEN = ("pack", "inside", "shown", "as_of", "definitions", "kind", "held_on", "next_on", "purpose",
           "decisions_wanted", "period_start", "period_end", "shows_extra")  # fmt: skip
_REVIEW = f"""
    IF OLD.state = 'held' AND (NEW.state <> 'held' OR
        ({", ".join(f"OLD.{name}" for name in _FROZEN)}) IS DISTINCT FROM
        ({", ".join(f"NEW.{name}" for name in _FROZEN)})
    ) THEN
        RAISE EXCEPTION 'a review that was held stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_SECTION = """
    IF EXISTS (
        SELECT 1 FROM reviews_businessreview r
        WHERE r.id = COALESCE(NEW.review_id, OLD.review_id) AND r.state = 'held'
    ) THEN
        RAISE EXCEPTION 'a review that was held stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
_SEAT = """
    IF NEW.contact_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contacts_contact c JOIN reviews_businessreview r ON r.account_id = c.account_id
        WHERE c.id = NEW.contact_id AND r.id = NEW.review_id
    ) THEN
        RAISE EXCEPTION 'the contact is at another account' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def held_stays() -> pgtrigger.Trigger:
    """Refuses to change what a held review showed."""
    return pgtrigger.Trigger(
        name="held_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=_REVIEW
    )


def words_of_held_stay() -> pgtrigger.Trigger:
    """The same for what somebody wrote to its sections."""
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name="words_of_held_stay", when=pgtrigger.Before, operation=every, func=_SECTION)


def of_their_account() -> pgtrigger.Trigger:
    """Refuses contacts of another account; seats move after their review when accounts become one."""
    changed = pgtrigger.UpdateOf("contact_id")  # type: ignore[no-untyped-call]
    return pgtrigger.Trigger(
        name="of_their_account", when=pgtrigger.Before, operation=pgtrigger.Insert | changed, func=_SEAT
    )
