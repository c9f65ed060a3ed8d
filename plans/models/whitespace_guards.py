"""What the database refuses about white space, whatever writes (docs/methods.md, White space)."""

import pgtrigger

_IN_PLAY = """
    IF NEW.state = 'pipeline' AND NOT EXISTS (
        SELECT 1 FROM plans_whitespaceplay p WHERE p.cell_id = NEW.id AND p.ended_on IS NULL
    ) THEN
        RAISE EXCEPTION 'a cell in play has a play' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.unit_id IS NOT NULL AND NEW.account_id <> (
        SELECT account_id FROM accounts_orgunit u WHERE u.id = NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'a unit of another account' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_CELL_FIRST = """
    IF (TG_OP = 'DELETE' OR NEW.ended_on IS NOT NULL) AND OLD.ended_on IS NULL AND EXISTS (
        SELECT 1 FROM plans_whitespacecell c WHERE c.id = OLD.cell_id AND c.state = 'pipeline'
    ) THEN
        RAISE EXCEPTION 'the cell is still in play' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


def in_play_has_a_play() -> pgtrigger.Trigger:
    """Refuses a cell in play without a running play, which has an owner and a next step."""
    return pgtrigger.Trigger(
        name="in_play_has_a_play",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_IN_PLAY,
    )


def cell_leaves_first() -> pgtrigger.Trigger:
    """Refuses to end a play while its cell is still in play."""
    return pgtrigger.Trigger(
        name="cell_leaves_first",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_CELL_FIRST,
    )
