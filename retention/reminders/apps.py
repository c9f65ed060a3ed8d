"""The reminders package."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Wires the reminders package in."""

    name = "retention.reminders"
    label = "reminders"

    def ready(self) -> None:
        """Register ticks, health checks and listeners."""
        from accounts.announced import AccountChanged, AccountsMerged, AccountsParted, RecordsImported
        from retention.lib.facts import listen
        from retention.lib.ticks import register_tick
        from retention.team.announced import CalendarChanged

        from . import zone_changes
        from .actions.notices import forget_notices
        from .digests import write_digests
        from .invariants import register_checks
        from .release import release_due
        from .sending import send_due

        register_tick("reminders released", release_due, 10, limit=500)
        register_tick("digests written", write_digests, 20, limit=100)
        register_tick("mails sent", send_due, 30, limit=50)
        register_tick("fire times corrected", zone_changes.correct_soon_due, 40, every=3600, is_alone=True)
        register_tick("old notices forgotten", forget_notices, 45, limit=500, every=3600)
        register_checks()
        listen(AccountChanged, zone_changes.owner_may_have_changed, order=60)
        listen(AccountsMerged, zone_changes.accounts_were_merged, order=60)
        listen(AccountsParted, zone_changes.accounts_were_parted, order=60)
        listen(RecordsImported, zone_changes.records_were_imported, order=60)
        listen(CalendarChanged, zone_changes.calendar_changed, order=60)
