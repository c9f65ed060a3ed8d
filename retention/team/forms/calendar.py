"""Forms about absences, holidays and teams."""

from typing import Any

from django.db.models import QuerySet

from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm

from ..models import Absence, Team, User


class AbsenceForm(ActionForm):
    """From when to when, and who stands in."""

    starts_on = DayField(label="First day away")
    ends_on = DayField(label="Last day away")
    delegate = RecordField(
        label="Stands in",
        required=False,
        empty_label="Nobody",
        help_text="Sees and edits the accounts, private notes included, on these days.",
    )
    reason = CheckedField(
        accepts.text("The note", 200), label="Note", required=False, help_text="Seen by leads and admins."
    )

    def __init__(
        self, *args: Any, colleagues: QuerySet[User], absence: Absence | None = None, **options: Any
    ) -> None:
        if absence is not None:
            initial = {
                name: getattr(absence, name) for name in ("starts_on", "ends_on", "delegate", "version")
            }
            options.setdefault("initial", {**initial, "reason": absence.note})
        super().__init__(*args, **options)
        offer(self, delegate=colleagues)


class AbsenceOfForm(AbsenceForm):
    """Whose absence it is as well."""

    person = RecordField(label="Who", empty_label="Choose a person")
    field_order = ("person", "starts_on", "ends_on", "delegate", "reason")

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, person=people)


class ClosureForm(ActionForm):
    """A day on which the whole company does not work."""

    on = DayField(label="Day")
    name = CheckedField(accepts.text("The name", 120, required=True), label="What for")


class TeamForm(ActionForm):
    """A team's name and where it hangs in the tree."""

    name = CheckedField(accepts.text("The team's name", 120, required=True), label="Name")
    parent = RecordField(label="Part of", required=False, empty_label="No other team")

    def __init__(self, *args: Any, team: Team | None = None, **options: Any) -> None:
        if team is not None:
            shown = {"name": team.name, "parent": team.parent_id, "version": team.version}
            options.setdefault("initial", shown)
        super().__init__(*args, **options)
        others = Team.objects.exclude(pk=team.pk) if team else Team.objects.all()
        offer(self, parent=others)
