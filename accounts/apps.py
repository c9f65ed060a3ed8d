"""The accounts layer."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Customers and what they signed."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell visibility how to find the accounts somebody is on the team of."""
        from retention.team.visibility import provide_account_memberships

        from .memberships import account_memberships

        provide_account_memberships(account_memberships)
