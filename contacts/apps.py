"""The contacts layer."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """People at customers and what was said."""

    name = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to imports."""
        from accounts.announced import RecordsImported
        from retention.lib.facts import listen

        from . import listeners

        listen(RecordsImported, listeners.rederive_imported, order=20)
