"""The renewals package."""

from django.apps import AppConfig

from retention.lib.facts import listen
from retention.lib.health_checks import register_check
from retention.lib.ticks import register_tick

ORDER, EVERY_NIGHT = 40, 6 * 3600


class RenewalsConfig(AppConfig):
    """Wires the renewals package in."""

    name = "retention.renewals"
    label = "renewals"

    def ready(self) -> None:
        """Listen to contracts, say what is told, follow the calendar, and check what must never be."""
        from . import integrity

        _listen()
        _tell()
        _repeat()
        register_check("renewals", integrity.every_term_end_has_its_renewal, is_essential=False)


def _listen() -> None:
    """To contracts, accounts, contacts and calendars."""
    from accounts import announced
    from accounts.watching import leave_out
    from contacts.announced import ContactAdded, ContactChanged, KnowledgeChanged
    from retention.team.announced import CalendarChanged

    from . import listeners, maps, price_notice
    from .announced import RenewalMoved

    listen(announced.ContractActivated, listeners.after_contract, order=ORDER)
    listen(announced.ContractChanged, listeners.after_contract, order=ORDER)
    listen(announced.ContractActivated, price_notice.follow_contract, order=ORDER)
    listen(announced.ContractChanged, price_notice.follow_contract, order=ORDER)
    listen(announced.NoticeReceived, listeners.after_contract, order=ORDER)
    listen(announced.RecordsImported, listeners.after_import, order=ORDER)
    listen(announced.AccountsMerged, listeners.after_merger, order=ORDER)
    leave_out("renewals.ForecastSnapshot")
    listen(announced.AccountsParted, listeners.after_parting, order=ORDER)
    listen(announced.AccountChanged, listeners.after_account_change, order=ORDER)
    listen(announced.HealthBandChanged, listeners.after_band, order=ORDER)
    listen(ContactAdded, listeners.after_contact, order=ORDER)
    listen(ContactChanged, listeners.after_contact, order=ORDER)
    listen(KnowledgeChanged, listeners.after_knowledge, order=ORDER)
    listen(RenewalMoved, maps.after_move, order=ORDER)
    listen(CalendarChanged, listeners.after_calendar_change, order=ORDER)


def _tell() -> None:
    """What people are reminded of."""
    from retention.reminders.kinds import register

    from .approval_kind import APPROVAL
    from .assessment_kind import ASSESSMENT
    from .integrity_kind import FAULT
    from .kind import RENEWAL_RUNG
    from .price_notice import PRICE_NOTICE

    for kind in (RENEWAL_RUNG, ASSESSMENT, APPROVAL, PRICE_NOTICE, FAULT):
        register(kind)


def _repeat() -> None:
    """What time alone changes."""
    from .approval_kind import escalate_late
    from .assessment_tick import ask_due
    from .integrity_kind import check_nightly
    from .rates import refresh_monthly
    from .reviews import plan_reviews
    from .snapshots import take_due
    from .tick import apply_due

    register_tick("renewals moved by their deadline", apply_due, 5, limit=200, every=15)
    register_tick("yearly reviews planned", plan_reviews, 43, limit=500, every=900, is_alone=True)
    register_tick("estimates renewed", refresh_monthly, 43, limit=1_000_000, every=900, is_alone=True)
    register_tick("assessments asked for", ask_due, 44, limit=200, every=60)
    register_tick("forecasts kept", take_due, 45, limit=1_000_000, every=300, is_alone=True)
    register_tick("late approvals taken up", escalate_late, 46, limit=100, every=60)
    register_tick("renewals checked", check_nightly, 47, limit=500, every=EVERY_NIGHT, is_alone=True)
