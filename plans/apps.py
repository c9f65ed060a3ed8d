"""The plans layer."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What was agreed with a customer, and what came of it."""

    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Go with an account that becomes part of another."""
        from accounts.announced import AccountsMerged
        from contacts.announced import StepChanged
        from retention.lib.facts import listen

        from . import merged_plans, mergers, plan_listeners

        listen(AccountsMerged, mergers.carry_plans, order=25)
        listen(AccountsMerged, merged_plans.carry_account_plans, order=25)
        listen(StepChanged, plan_listeners.after_step, order=25)
