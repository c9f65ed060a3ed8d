"""The contacts layer."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """People at customers and what was said."""

    name = "contacts"
    default_auto_field = "django.db.models.BigAutoField"
