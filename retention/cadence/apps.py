"""The cadence package."""

from django.apps import AppConfig

from retention.lib.facts import listen
from retention.lib.ticks import register_tick

ORDER = 30


class CadenceConfig(AppConfig):
    """Wires the cadence package in."""

    name = "retention.cadence"
    label = "cadence"

    def ready(self) -> None:
        """Listen to what decides check-ins, and follow the calendar."""
        from accounts import announced as accounts
        from accounts.watching import leave_out
        from contacts import announced as contacts
        from retention.team.announced import CalendarChanged

        from . import listeners
        from .tick import apply_due, take_back_lapsed

        listen(contacts.TouchpointLogged, listeners.after_touchpoint, order=ORDER)
        listen(contacts.TouchpointCorrected, listeners.after_touchpoint, order=ORDER)
        listen(contacts.TouchpointWithdrawn, listeners.after_touchpoint, order=ORDER)
        listen(contacts.MapChanged, listeners.after_map_change, order=ORDER)
        listen(contacts.StepChanged, listeners.after_map_change, order=ORDER)
        listen(contacts.ContactAdded, listeners.after_contact_change, order=ORDER)
        listen(contacts.ContactChanged, listeners.after_contact_change, order=ORDER)
        listen(contacts.PeopleParted, listeners.after_people_parted, order=ORDER)
        listen(accounts.AccountAdded, listeners.after_account_added, order=ORDER)
        listen(accounts.AccountChanged, listeners.after_account_change, order=ORDER)
        listen(accounts.AccountsMerged, listeners.after_merger, order=ORDER)
        leave_out("cadence.CheckIn")
        listen(accounts.AccountsParted, listeners.after_parting, order=ORDER)
        listen(accounts.HealthBandChanged, listeners.after_band_change, order=ORDER)
        listen(accounts.DecisionDatesMoved, listeners.after_decision_dates, order=ORDER)
        listen(accounts.RecordsImported, listeners.after_import, order=ORDER)
        listen(CalendarChanged, listeners.after_calendar_change, order=ORDER)
        register_tick("check-ins moved by the calendar", apply_due, 6, limit=200, every=15)
        register_tick("gaps closed by time", take_back_lapsed, 7, limit=200, every=300)
