"""The walks package."""

from django.apps import AppConfig

ORDER = 66


class WalksConfig(AppConfig):
    """Wires the walks package in."""

    name = "retention.walks"
    label = "walks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to mergers; offer what is somebody's; say what is told."""
        from accounts.announced import AccountsMerged
        from retention.lib.facts import listen
        from retention.reminders.kinds import register
        from retention.team.open_work import offer_open_work

        from .mergers import holders_keep_their_seat
        from .open_work import STEPS
        from .reminding import HANDOFF_WAITS, STEP_LATE

        listen(AccountsMerged, holders_keep_their_seat, order=ORDER)
        offer_open_work(STEPS)
        for kind in (STEP_LATE, HANDOFF_WAITS):
            register(kind)
