"""The growth package."""

from django.apps import AppConfig

ORDER = 55


class GrowthConfig(AppConfig):
    """Targets, plan rates, lost deals and the advocacy register."""

    name = "retention.growth"
    label = "growth"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to surveys and mergers."""
        from accounts.announced import AccountsMerged
        from contacts.announced import SurveyAnswered
        from retention.lib.facts import listen

        from . import listeners

        listen(SurveyAnswered, listeners.after_survey, order=ORDER)
        listen(AccountsMerged, listeners.after_merger, order=ORDER)
