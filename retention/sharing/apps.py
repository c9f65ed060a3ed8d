"""The sharing package."""

from django.apps import AppConfig

ORDER = 71


class SharingConfig(AppConfig):
    """Wires the shared plan in."""

    name = "retention.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow mergers; say what is told; forget old tries."""
        from accounts.announced import AccountsMerged
        from retention.lib.facts import listen
        from retention.lib.ticks import register_tick
        from retention.reminders.kinds import register
        from retention.team.open_work import offer_open_work

        from .mergers import links_follow_their_people
        from .open_work import LINKS
        from .reminding import WORD_CAME
        from .throttle import forget_tries

        listen(AccountsMerged, links_follow_their_people, order=ORDER)
        register(WORD_CAME)
        offer_open_work(LINKS)
        register_tick("old tries of links forgotten", forget_tries, 56, limit=2000, every=600)
