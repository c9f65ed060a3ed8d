"""The growth package."""

from django.apps import AppConfig

ORDER = 55


class GrowthConfig(AppConfig):
    """Targets, plan rates, lost deals, the advocacy register, and what is told of hours."""

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
        _tell_of_hours()


def _tell_of_hours() -> None:
    """Somebody hears when the hours of a month are nearly used, and when they are."""
    from contacts import announced as contacts
    from plans.announced import HoursChanged
    from retention.lib.facts import listen
    from retention.reminders.kinds import register

    from . import hours_told

    register(hours_told.HOURS)
    listen(contacts.TouchpointLogged, hours_told.after_hours, order=ORDER)
    listen(contacts.TouchpointCorrected, hours_told.after_hours, order=ORDER)
    listen(contacts.TouchpointWithdrawn, hours_told.after_hours, order=ORDER)
    listen(HoursChanged, hours_told.after_hours, order=ORDER)
