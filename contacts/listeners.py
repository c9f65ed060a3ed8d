"""What the contacts layer does when something was announced."""

from accounts.announced import RecordsImported

from . import derived


def rederive_imported(fact: RecordsImported) -> None:
    """Compute again when imported contacts and accounts last spoke with us, and their next steps."""
    derived.rebuild(fact.account_ids)
