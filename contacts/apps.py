"""The contacts layer."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """People at customers and what was said."""

    name = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to imports; offer what is somebody's to do."""
        from accounts.announced import (
            AccountAdded,
            AccountChanged,
            AccountsMerged,
            AccountsParted,
            RecordsImported,
        )
        from accounts.watching import goes_with_a_merger, leave_out
        from retention.lib.facts import listen
        from retention.lib.ticks import register_tick
        from retention.team.open_work import offer_open_work
        from retention.team.places import provide_places

        from . import alike_tick, listeners, mergers, open_work

        register_tick("people looked at for duplicates", alike_tick.look_at_everybody, alike_tick.ORDER,
                      limit=10**9, every=alike_tick.EVERY, is_alone=True)  # fmt: skip
        provide_places(open_work.places_of_contacts)
        offer_open_work(open_work.STEPS, open_work.PROMISES, open_work.FEEDBACK)

        listen(AccountChanged, listeners.promises_follow_the_owner, order=20)
        leave_out("contacts.AlikeAccounts")
        goes_with_a_merger("contacts.JobMove")
        listen(AccountAdded, listeners.look_for_the_same_account, order=20)
        listen(AccountChanged, listeners.look_for_the_same_account, order=20)
        listen(AccountsMerged, mergers.carry_people, order=20)
        listen(AccountsParted, mergers.part_people, order=20)
        listen(RecordsImported, listeners.rederive_imported, order=20)
