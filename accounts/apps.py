"""The accounts layer."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Customers and what they signed."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell visibility how to find the accounts somebody is on the team of; listen to imports."""
        from retention.lib.facts import listen
        from retention.lib.ticks import register_tick
        from retention.team.announced import PersonMoved
        from retention.team.open_work import offer_open_work
        from retention.team.places import provide_places
        from retention.team.visibility import provide_account_memberships

        from . import listeners, open_work
        from .announced import RecordsImported
        from .changes import apply_due
        from .memberships import MEMBERSHIPS

        provide_account_memberships(MEMBERSHIPS)
        provide_places(open_work.countries_of_accounts)
        offer_open_work(open_work.ACCOUNTS, open_work.BACKUPS, open_work.PLACES)
        listen(PersonMoved, open_work.accounts_follow_their_owner, order=10)
        listen(RecordsImported, listeners.book_imported_lines, order=10)
        register_tick("contracts moved by the calendar", apply_due, 4, limit=200, every=15)
