"""The accounts layer."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Customers and what they signed."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell visibility how to find the accounts somebody is on the team of; listen to imports."""
        from retention.lib.facts import listen
        from retention.team.visibility import provide_account_memberships

        from . import listeners
        from .announced import RecordsImported
        from .memberships import account_memberships

        provide_account_memberships(account_memberships)
        listen(RecordsImported, listeners.book_imported_lines, order=10)
