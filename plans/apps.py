"""The plans layer."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What was agreed with a customer, and what came of it."""

    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Go with an account that becomes part of another."""
        from accounts.announced import AccountChanged, AccountsMerged
        from contacts.announced import KnowledgeChanged, StepChanged
        from retention.lib.facts import listen
        from retention.team.open_work import offer_open_work

        from . import driver_listeners, merged_plans, mergers, open_work, plan_listeners

        offer_open_work(open_work.PLANS, open_work.KPIS)
        listen(AccountsMerged, mergers.carry_plans, order=25)
        listen(AccountsMerged, merged_plans.carry_account_plans, order=25)
        listen(AccountsMerged, driver_listeners.carry_operations, order=25)
        listen(KnowledgeChanged, driver_listeners.links_follow_the_driver, order=25)
        listen(StepChanged, plan_listeners.after_step, order=25)
        listen(AccountChanged, plan_listeners.plans_follow_the_owner, order=25)
        _count_hours()
        _play_for_white_space()


def _count_hours() -> None:
    """Months of hours follow touchpoints, time entries and allowances."""
    from accounts.announced import AccountsMerged, AccountsParted, RecordsImported
    from contacts import announced as contacts
    from retention.lib.facts import listen
    from retention.lib.ticks import register_tick

    from . import announced, kpi_asking, merged_hours, served

    listen(contacts.TouchpointLogged, served.after_touchpoint, order=25)
    listen(contacts.TouchpointCorrected, served.after_touchpoint, order=25)
    listen(contacts.TouchpointWithdrawn, served.after_touchpoint, order=25)
    listen(announced.HoursChanged, served.after_hours, order=25)
    listen(RecordsImported, served.after_import, order=25)
    listen(AccountsMerged, merged_hours.carry_hours, order=25)
    listen(AccountsParted, served.after_parting, order=25)
    register_tick(
        "KPI readings asked for", kpi_asking.ask_for_readings, kpi_asking.ORDER,
        every=kpi_asking.EVERY, is_alone=True,
    )  # fmt: skip
    register_tick("months of hours", served.open_months, served.ORDER, every=served.EVERY, is_alone=True)


def _play_for_white_space() -> None:
    """A play always has an open step; a competitor's contract that ends asks for one."""
    from accounts.announced import AccountChanged, AccountsMerged
    from contacts.announced import StepChanged
    from retention.lib.facts import listen
    from retention.lib.ticks import register_tick

    from . import displacing, merged_whitespace, room_steps

    listen(StepChanged, room_steps.after_step, order=25)
    listen(AccountChanged, room_steps.plays_follow_the_owner, order=25)
    listen(AccountsMerged, merged_whitespace.carry_whitespace, order=25)
    register_tick("displacements offered", displacing.prompt_displacements, displacing.ORDER,
                  every=displacing.EVERY, is_alone=True)  # fmt: skip
