"""The team layer: users, teams, visibility, calendars."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Bottom layer with tables."""

    name = "retention.team"
    label = "team"
    verbose_name = "Team"

    def ready(self) -> None:
        """Offer what is somebody's in this layer; keep holidays loaded and old sign-ins away."""
        from retention.lib.ticks import register_tick

        from .actions.holidays import keep_loaded
        from .open_work import offer_open_work
        from .own_work import COVERS, LEADS
        from .tries import forget_old

        offer_open_work(LEADS, COVERS)
        register_tick("public holidays loaded", keep_loaded, 50, every=6 * 3600, is_alone=True)
        register_tick("old tries and sessions forgotten", forget_old, 55, limit=1000, every=600)
