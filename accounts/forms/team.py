"""Forms of the account team and of what each tier needs."""

from typing import Any

from django import forms

from retention.lib.form_fields import DayField, RecordField, SeveralWords, offer
from retention.lib.forms import ActionForm

from ..choices import TeamFunction, Tier
from ..choosing import people_at_work
from ..roster import Needs


class TeamMemberForm(ActionForm):
    """Who of ours joins the account team, and as what."""

    user = RecordField(label="Who")
    function = forms.ChoiceField(choices=TeamFunction.choices, label="As")
    is_backup = forms.BooleanField(required=False, label="As backup", help_text="Somebody else is in charge.")
    may_edit = forms.BooleanField(required=False, label="May edit this account")
    starts_on = DayField(required=False, label="Since", help_text="Empty: today.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work())


class TeamMemberEdit(ActionForm):
    """What somebody on the account team may do, and whether they stand behind another."""

    is_backup = forms.BooleanField(required=False, label="As backup", help_text="Somebody else is in charge.")
    may_edit = forms.BooleanField(required=False, label="May edit this account")


class LeavesForm(ActionForm):
    """From which day somebody is no longer on the account team."""

    on = DayField(label="From")


class TeamTemplateForm(ActionForm):
    """For each tier the functions it needs, and those of them that need a backup."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for tier, label in Tier.choices:
            for name, words in (("needed", "needs"), ("backed", "needs a backup for")):
                self.fields[f"{name}_{tier}"] = SeveralWords(
                    choices=TeamFunction.choices, label=f"Tier {label} {words}", required=False
                )


def start_of(needs: Needs, version: int) -> dict[str, Any]:
    """What stands in the form of the template."""
    found: dict[str, Any] = {"version": version}
    for tier in Tier.values:
        wanted = needs.get(tier, {})
        found[f"needed_{tier}"] = list(wanted)
        found[f"backed_{tier}"] = [name for name, with_backup in wanted.items() if with_backup]
    return found
