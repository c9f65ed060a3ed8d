"""The reports package."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Wires the reports package in."""

    name = "retention.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make and send what is due; go with an account that becomes part of another."""
        from accounts.announced import AccountsMerged
        from retention.lib.facts import listen
        from retention.lib.ticks import register_tick
        from retention.team.open_work import offer_open_work

        from . import mergers, open_work, rounds, sending

        offer_open_work(open_work.OWNED, open_work.APPROVED, open_work.READ)
        listen(AccountsMerged, mergers.carry_reports, order=72)
        register_tick("reports made", rounds.prepare_due, rounds.ORDER_MAKING, limit=50, every=rounds.EVERY)
        register_tick("reports sent", sending.send_due_reports, rounds.ORDER_SENDING, limit=20)
