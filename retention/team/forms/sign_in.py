"""Asking for a password link, and choosing a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django import forms
from django.http import HttpRequest

from retention.lib.forms import ActionForm

from ..actions.passwords import LONGEST
from ..links import full_address, reset_path
from ..models import User


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """An e-mail address; whether anybody has it is told to nobody."""

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Mail a link to whoever signs in with this address, at the address we know of them."""
        for user in self.users:
            if isinstance(user, User) and not user.is_machine:
                link = full_address(reset_path(user))
                told = {"user": user, "password_reset_url": link}
                get_adapter(request).send_mail("account/email/password_reset_key", user.email, told)
        email: str = self.cleaned_data["email"]
        return email


class NewPasswordForm(ActionForm):
    """The same new password twice; how good it must be is the action's to say."""

    password1 = forms.CharField(
        label="New password",
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="The same again",
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two different ones."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", "This is not the same password.")
        return given


class ChangePasswordForm(NewPasswordForm):
    """The present password first."""

    present = forms.CharField(
        label="Present password",
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password1", "password2")
