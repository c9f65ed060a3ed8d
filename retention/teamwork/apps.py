"""The teamwork package."""

from django.apps import AppConfig

ORDER = 65


class TeamworkConfig(AppConfig):
    """Wires the teamwork package in."""

    name = "retention.teamwork"
    label = "teamwork"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to talks, calendars and mergers; offer what is somebody's; say what is told."""
        from retention.health.offered import offer
        from retention.reminders.kinds import register
        from retention.team.open_work import offer_open_work

        from .health_sql import SPONSORED
        from .mention_reminders import KIND as MENTION
        from .mentions_of import MENTIONS
        from .open_work import ANSWERED_FOR, PAIRS, PARTS
        from .praise_digest import register as tell_praise_by_mail
        from .reminding import AFTER_TALK, PAIR

        tell_praise_by_mail()
        _listen()
        offer("sponsored", SPONSORED)
        offer_open_work(PAIRS, ANSWERED_FOR, PARTS, MENTIONS)
        for kind in (PAIR, AFTER_TALK, MENTION):
            register(kind)


def _listen() -> None:
    from accounts import announced as accounts
    from contacts import announced as contacts
    from retention.lib.facts import listen
    from retention.reminders import announced as reminders
    from retention.team.announced import CalendarChanged

    from . import comment_listeners, listeners, mergers

    listen(contacts.TouchpointLogged, listeners.after_touchpoint, order=ORDER)
    listen(contacts.TouchpointCorrected, listeners.after_touchpoint, order=ORDER)
    listen(contacts.TouchpointWithdrawn, listeners.after_touchpoint, order=ORDER)
    listen(contacts.ContactChanged, listeners.after_contact_change, order=ORDER)
    listen(contacts.StepChanged, listeners.after_step_or_promise, order=ORDER)
    listen(contacts.PromiseChanged, listeners.after_step_or_promise, order=ORDER)
    listen(contacts.FeedbackChanged, listeners.after_feedback, order=ORDER)
    listen(accounts.RecordsImported, listeners.after_import, order=ORDER)
    listen(accounts.AccountsMerged, mergers.carry_teamwork, order=ORDER)
    listen(contacts.TouchpointCorrected, comment_listeners.after_correction, order=ORDER)
    listen(reminders.ReminderAcknowledged, comment_listeners.after_acknowledgement, order=ORDER)
    listen(CalendarChanged, listeners.after_calendar_change, order=ORDER)
