"""Who listens to which fact, and in which order: printed and pinned, so that a change is a decision.

Run with ``-s`` to read the list.
"""

from importlib import import_module

from retention.lib.facts import Fact, listeners_in_order

LAYERS = {
    "accounts": 10,
    "contacts": 20,
    "plans": 25,
    "retention.cadence": 30,
    "retention.renewals": 40,
    "retention.health": 50,
    "retention.growth": 55,
    "retention.reminders": 60,
    "retention.teamwork": 65,
    "retention.walks": 66,
    "retention.reviews": 70,
    "retention.sharing": 71,
    "retention.reports": 72,
}
FACTS = ("retention.team.announced", "accounts.announced", "contacts.announced", "plans.announced")
PINNED = """
AccountAdded         20 contacts.listeners.look_for_the_same_account
AccountAdded         30 cadence.listeners.after_account_added
AccountChanged       20 contacts.listeners.look_for_the_same_account
AccountChanged       20 contacts.listeners.promises_follow_the_owner
AccountChanged       25 plans.plan_listeners.plans_follow_the_owner
AccountChanged       25 plans.room_steps.plays_follow_the_owner
AccountChanged       30 cadence.listeners.after_account_change
AccountChanged       40 renewals.listeners.after_account_change
AccountChanged       50 health.listeners.after_account_change
AccountChanged       60 reminders.zone_changes.owner_may_have_changed
AccountChanged       70 reviews.listeners.reviews_follow_the_owner
AccountsMerged       20 contacts.mergers.carry_people
AccountsMerged       25 plans.driver_listeners.carry_operations
AccountsMerged       25 plans.merged_hours.carry_hours
AccountsMerged       25 plans.merged_plans.carry_account_plans
AccountsMerged       25 plans.merged_whitespace.carry_whitespace
AccountsMerged       25 plans.mergers.carry_plans
AccountsMerged       30 cadence.listeners.after_merger
AccountsMerged       40 renewals.listeners.after_merger
AccountsMerged       50 health.listeners.after_merger
AccountsMerged       55 growth.listeners.after_merger
AccountsMerged       60 reminders.zone_changes.accounts_were_merged
AccountsMerged       65 teamwork.mergers.carry_teamwork
AccountsMerged       66 walks.mergers.holders_keep_their_seat
AccountsMerged       70 reviews.mergers.carry_reviews
AccountsMerged       71 sharing.mergers.links_follow_their_people
AccountsMerged       72 reports.mergers.carry_reports
AccountsParted       20 contacts.mergers.part_people
AccountsParted       25 plans.served.after_parting
AccountsParted       30 cadence.listeners.after_parting
AccountsParted       40 renewals.listeners.after_parting
AccountsParted       50 health.listeners.after_parting
AccountsParted       60 reminders.zone_changes.accounts_were_parted
CalendarChanged      30 cadence.listeners.after_calendar_change
CalendarChanged      40 renewals.listeners.after_calendar_change
CalendarChanged      60 reminders.zone_changes.calendar_changed
CalendarChanged      65 teamwork.listeners.after_calendar_change
ContactAdded         30 cadence.listeners.after_contact_change
ContactAdded         40 renewals.listeners.after_contact
ContactAdded         50 health.listeners.after_contact_added
ContactChanged       30 cadence.listeners.after_contact_change
ContactChanged       40 renewals.listeners.after_contact
ContactChanged       50 health.listeners.after_contact_change
ContactChanged       65 teamwork.listeners.after_contact_change
ContractActivated    40 renewals.listeners.after_contract
ContractActivated    40 renewals.price_notice.follow_contract
ContractActivated    50 health.listeners.after_contract
ContractChanged      40 renewals.listeners.after_contract
ContractChanged      40 renewals.price_notice.follow_contract
ContractChanged      50 health.listeners.after_contract
DecisionDatesMoved   30 cadence.listeners.after_decision_dates
DecisionDatesMoved   50 health.listeners.after_decision_dates
FeedbackChanged      65 teamwork.listeners.after_feedback
HealthBandChanged    30 cadence.listeners.after_band_change
HealthBandChanged    40 renewals.listeners.after_band
HoursChanged         25 plans.served.after_hours
HoursChanged         50 health.listeners.after_hours
HoursChanged         55 growth.hours_told.after_hours
InvoiceChanged       50 health.listeners.after_invoice
KnowledgeChanged     25 plans.driver_listeners.links_follow_the_driver
KnowledgeChanged     40 renewals.listeners.after_knowledge
KnowledgeChanged     50 health.listeners.after_knowledge
MapChanged           30 cadence.listeners.after_map_change
MapChanged           50 health.listeners.after_map
NoticeReceived       40 renewals.listeners.after_contract
NoticeReceived       50 health.listeners.after_contract
PeopleParted         30 cadence.listeners.after_people_parted
PersonMoved          10 accounts.open_work.accounts_follow_their_owner
PromiseChanged       65 teamwork.listeners.after_step_or_promise
RecordsImported      10 accounts.listeners.book_imported_lines
RecordsImported      20 contacts.listeners.rederive_imported
RecordsImported      25 plans.served.after_import
RecordsImported      30 cadence.listeners.after_import
RecordsImported      40 renewals.listeners.after_import
RecordsImported      50 health.listeners.after_import
RecordsImported      60 reminders.zone_changes.records_were_imported
RecordsImported      65 teamwork.listeners.after_import
ReminderAcknowledged 65 teamwork.comment_listeners.after_acknowledgement
RenewalMoved         40 renewals.maps.after_move
StepChanged          25 plans.plan_listeners.after_step
StepChanged          25 plans.room_steps.after_step
StepChanged          30 cadence.listeners.after_map_change
StepChanged          65 teamwork.listeners.after_step_or_promise
StepChanged          70 reviews.listeners.after_step
SurveyAnswered       50 health.listeners.after_survey
SurveyAnswered       55 growth.listeners.after_survey
TargetsChanged       50 health.listeners.after_targets
TouchpointCorrected  25 plans.served.after_touchpoint
TouchpointCorrected  30 cadence.listeners.after_touchpoint
TouchpointCorrected  50 health.listeners.after_touchpoint
TouchpointCorrected  55 growth.hours_told.after_hours
TouchpointCorrected  65 teamwork.comment_listeners.after_correction
TouchpointCorrected  65 teamwork.listeners.after_touchpoint
TouchpointLogged     25 plans.served.after_touchpoint
TouchpointLogged     30 cadence.listeners.after_touchpoint
TouchpointLogged     50 health.listeners.after_touchpoint
TouchpointLogged     55 growth.hours_told.after_hours
TouchpointLogged     65 teamwork.listeners.after_touchpoint
TouchpointWithdrawn  25 plans.served.after_touchpoint
TouchpointWithdrawn  30 cadence.listeners.after_touchpoint
TouchpointWithdrawn  50 health.listeners.after_touchpoint
TouchpointWithdrawn  55 growth.hours_told.after_hours
TouchpointWithdrawn  65 teamwork.listeners.after_touchpoint
ValueChanged         50 health.listeners.after_targets
""".strip().splitlines()
UNHEARD = {
    "PersonDeactivated": "sessions and links end in the action itself, tokens ask for an active owner",
}
"""Facts that nobody listens to, and why they are announced nevertheless: later layers may."""


def test_listeners_and_their_order_are_these() -> None:
    lines = [
        f"{fact:<20} {order} {name.removeprefix('retention.')}" for fact, order, name in listeners_in_order()
    ]
    print("", *lines, sep="\n")
    assert lines == PINNED


def test_lower_layers_are_told_first() -> None:
    for _, order, name in listeners_in_order():
        layer = next(layer for layer in LAYERS if name.startswith(f"{layer}."))
        assert order == LAYERS[layer], name


def test_every_fact_is_heard_or_says_why_not() -> None:
    heard = {fact for fact, _, _ in listeners_in_order()}
    announced = {
        name
        for module in FACTS
        for name, value in vars(import_module(module)).items()
        if isinstance(value, type) and issubclass(value, Fact) and value is not Fact
    }
    assert announced - heard == set(UNHEARD)
