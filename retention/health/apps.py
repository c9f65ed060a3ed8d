"""The health package."""

from django.apps import AppConfig

from retention.lib.facts import listen
from retention.lib.ticks import register_tick

ORDER = 50


class HealthConfig(AppConfig):
    """Wires the health package in."""

    name = "retention.health"
    label = "health"

    def ready(self) -> None:
        """Listen to what scores are made of, and close days."""
        from accounts.watching import leave_out

        from . import actions

        _listen()
        leave_out("health.BandState", "health.HealthSnapshot")
        register_tick(
            "health snapshots written", actions.close_due_days, ORDER,
            limit=4 * actions.BATCH, every=5.0, is_alone=True,
        )  # fmt: skip


def _listen() -> None:
    from accounts import announced as accounts
    from contacts import announced as contacts
    from plans import announced as plans

    from . import listeners

    listen(contacts.TouchpointLogged, listeners.after_touchpoint, order=ORDER)
    listen(contacts.TouchpointCorrected, listeners.after_touchpoint, order=ORDER)
    listen(contacts.TouchpointWithdrawn, listeners.after_touchpoint, order=ORDER)
    listen(contacts.ContactAdded, listeners.after_contact_added, order=ORDER)
    listen(contacts.ContactChanged, listeners.after_contact_change, order=ORDER)
    listen(accounts.AccountChanged, listeners.after_account_change, order=ORDER)
    listen(accounts.AccountsMerged, listeners.after_merger, order=ORDER)
    listen(accounts.AccountsParted, listeners.after_parting, order=ORDER)
    listen(accounts.ContractActivated, listeners.after_contract, order=ORDER)
    listen(accounts.ContractChanged, listeners.after_contract, order=ORDER)
    listen(accounts.NoticeReceived, listeners.after_contract, order=ORDER)
    listen(accounts.InvoiceChanged, listeners.after_invoice, order=ORDER)
    listen(contacts.MapChanged, listeners.after_map, order=ORDER)
    listen(contacts.SurveyAnswered, listeners.after_survey, order=ORDER)
    listen(contacts.KnowledgeChanged, listeners.after_knowledge, order=ORDER)
    listen(plans.TargetsChanged, listeners.after_targets, order=ORDER)
    listen(plans.HoursChanged, listeners.after_hours, order=ORDER)
    listen(accounts.DecisionDatesMoved, listeners.after_decision_dates, order=ORDER)
    listen(plans.ValueChanged, listeners.after_targets, order=ORDER)
    listen(accounts.RecordsImported, listeners.after_import, order=ORDER)
