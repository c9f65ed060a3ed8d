"""What an admin says about an import: the files, and what they do not say by themselves."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.choices import Tier
from accounts.fx import base_currency
from plans.planning.room_words import RUNNING_STAGES
from retention.lib.accepts import country_names
from retention.lib.money import is_currency
from retention.lib.zones import is_zone
from retention.team.models import User

from ..models import Import
from .choosing import BY_ARR, INACTIVE, NOBODY, Choices, choices_from

SHOWN_OWNERS = 60


class FilesInput(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.Field):
    """Several uploaded files."""

    widget = FilesInput

    def clean(self, value: Any) -> "list[UploadedFile[bytes]]":
        """At least one."""
        found = [each for each in (value or []) if isinstance(each, UploadedFile)]
        if not found:
            raise forms.ValidationError("Choose at least one file.")
        return found


class UploadForm(forms.Form):
    """The files, and the name of the system they come from."""

    source = forms.CharField(
        label="Where the files come from",
        max_length=60,
        help_text="The same name next time, so that Keel knows the records again. For example: Dynamics.",
    )
    uploads = FilesField(
        label="CSV files",
        help_text="All files of an export at once; at most 20 MB and 50,000 rows each.",
        widget=FilesInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )


class ChoicesForm(forms.Form):
    """Defaults for what the files do not say, and who unknown owners are."""

    shift = forms.BooleanField(label="Shift all dates", required=False)
    tier = forms.ChoiceField(
        label="Tier of new accounts",
        choices=[
            (BY_ARR, "By ARR: top 10% A, next 20% B, next 40% C"),
            *((word, str(word.label)) for word in Tier),
        ],
    )
    notice_days = forms.IntegerField(
        label="Notice period of contracts, in days",
        required=False,
        min_value=0,
        max_value=730,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Counted from the last day of the term. Empty: no notice period is known.",
    )
    auto_renew = forms.BooleanField(label="Contracts renew by themselves", required=False)
    guess_roles = forms.BooleanField(
        label="Guess buying roles from titles",
        required=False,
        help_text="A default until somebody says otherwise: a CFO is an economic buyer.",
    )
    time_zone = forms.CharField(
        label="Time zone of the files", max_length=64, help_text="A name such as Europe/Berlin."
    )
    country = forms.ChoiceField(label="Country where the files name none", required=False)
    currency = forms.CharField(
        label="Currency where the files name none",
        max_length=3,
        required=False,
        help_text="A code such as EUR.",
    )

    def __init__(self, of: Import, data: Any = None) -> None:
        self.of, self.chosen = of, choices_from(of.choices)
        super().__init__(data, initial=_initial(self.chosen))
        countries = sorted(country_names().items(), key=lambda entry: entry[1])
        cast(forms.ChoiceField, self.fields["country"]).choices = [("", "Not said"), *countries]
        self._offer_shift()
        self._ask_rates()
        self._ask_owners()
        self._ask_stages()

    def _offer_shift(self) -> None:
        if self.of.last_day is None or self.of.checked_on is None:
            del self.fields["shift"]
            return
        days = (self.of.checked_on - self.of.last_day).days
        self.fields[
            "shift"
        ].help_text = (
            f"By {days:,} days, so that {self.of.last_day:%-d %b %Y}, the last day in the files, is today."
        )

    def _ask_rates(self) -> None:
        for code in self.of.summary.get("without_rate", []):
            self.fields[f"rate_{code}"] = forms.DecimalField(
                label=f"What is 1 {code} worth in {base_currency()}?",
                min_value=Decimal("0.00000001"),
                max_value=Decimal(10) ** 9,
                decimal_places=8,
                required=False,
                initial=self.chosen.rates.get(code),
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                help_text="Keel has no rate for this currency yet.",
            )

    def _ask_owners(self) -> None:
        self.owners = list(self.of.summary.get("owners", {}).items())[:SHOWN_OWNERS]
        people = [
            (f"user:{person.pk}", person.name) for person in User.objects.active().order_by("name", "id")
        ]
        offered = [
            (NOBODY, "Nobody (the admin's queue)"),
            (INACTIVE, "A former colleague (cannot sign in)"),
            *people,
        ]
        for place, (name, count) in enumerate(self.owners):
            self.fields[f"owner_{place}"] = forms.ChoiceField(
                label=f"{name[:80]} ({count:,} {'row' if count == 1 else 'rows'})",
                choices=offered,
                initial=self.chosen.owners.get(name, NOBODY),
            )

    def _ask_stages(self) -> None:
        self.stages = list(self.of.summary.get("stages", {}).items())[:SHOWN_OWNERS]
        offered = [(each.value, str(each.label)) for each in RUNNING_STAGES]
        for place, (word, count) in enumerate(self.stages):
            self.fields[f"stage_{place}"] = forms.ChoiceField(
                label=f"{word[:80]} ({count:,} open {'deal' if count == 1 else 'deals'})",
                choices=offered,
                initial=self.chosen.stage_of(word),
            )

    @property
    def stage_fields(self) -> list[forms.BoundField]:
        """One box for each sales stage of open deals."""
        return [self[f"stage_{place}"] for place in range(len(self.stages))]

    @property
    def owner_fields(self) -> list[forms.BoundField]:
        """One box for each unknown name."""
        return [self[f"owner_{place}"] for place in range(len(self.owners))]

    @property
    def rate_fields(self) -> list[forms.BoundField]:
        """One box for each currency without a rate."""
        return [self[name] for name in self.fields if name.startswith("rate_")]

    def clean_time_zone(self) -> str:
        """A zone that exists."""
        name = str(self.cleaned_data["time_zone"]).strip()
        if not is_zone(name):
            raise forms.ValidationError(f"“{name}” is not a time zone such as Europe/Berlin.")
        return name

    def clean_currency(self) -> str:
        """A code that exists, or nothing."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code and not is_currency(code):
            raise forms.ValidationError(f"“{code}” is not a currency code such as EUR or USD.")
        return code

    def changes(self) -> dict[str, Any]:
        """The choices as they are stored."""
        said = self.cleaned_data
        kept = {name: said[name] for name in Choices.__dataclass_fields__ if name in said}
        rates = {code: str(said[f"rate_{code}"]) for code in self._codes() if said.get(f"rate_{code}")}
        owners = {name: said[f"owner_{place}"] for place, (name, _) in enumerate(self.owners)}
        before = {code: rate for code, rate in self.chosen.rates.items() if code not in self._codes()}
        stages = {word: said[f"stage_{place}"] for place, (word, _) in enumerate(self.stages)}
        return kept | {
            "rates": before | rates,
            "owners": {**self.chosen.owners, **owners},
            "stages": {**self.chosen.stages, **stages},
        }

    def _codes(self) -> list[str]:
        return [name[5:] for name in self.fields if name.startswith("rate_")]


def _initial(chosen: Choices) -> dict[str, Any]:
    return {
        name: value for name, value in chosen.as_json().items() if name not in ("rates", "owners", "stages")
    }
