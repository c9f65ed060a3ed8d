"""The gate's row."""

from .instance import read_tie, tie_new_database
from .models import Gate


def the_gate() -> Gate:
    """The only row; a database without one is new and is tied to this installation now."""
    gate = Gate.objects.filter(pk=1).first()
    return gate if gate is not None else tie_new_database()


def why_held(gate: Gate) -> str:
    """Why mails must wait, in a sentence for an admin; empty when they may go.

    The database belongs to this installation when the file outside it names the same instance, lies where
    it was written, and does not know a later batch of mails than the database does.
    """
    tie = read_tie()
    if tie is None or tie.instance != gate.instance:
        return "This database was restored or copied from another installation."
    if not tie.is_in_place:
        return "The data folder was copied or moved."
    if tie.mark > gate.mark:
        return (
            "This database was restored from a backup: mails have been sent since that it does not know of."
        )
    return ""
