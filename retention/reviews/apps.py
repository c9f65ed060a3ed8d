"""The reviews package."""

from django.apps import AppConfig

ORDER = 70


class ReviewsConfig(AppConfig):
    """Wires the reviews package in."""

    name = "retention.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to steps that were done, to owners who change and to mergers."""
        from accounts import announced as accounts
        from contacts import announced as contacts
        from retention.lib.facts import listen

        from . import listeners, mergers

        listen(contacts.StepChanged, listeners.after_step, order=ORDER)
        listen(accounts.AccountChanged, listeners.reviews_follow_the_owner, order=ORDER)
        listen(accounts.AccountsMerged, mergers.carry_reviews, order=ORDER)
