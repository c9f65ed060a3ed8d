"""Signing in and out, and asking for a password link: django-allauth's views, with our counting."""

from http import HTTPStatus
from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordResetView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from retention.lib.clock import database_now

from ..addresses import address_of
from ..models import TryPurpose
from ..sign_in import TOO_MANY
from ..tries import TooManyTries, begin_try


class SignInView(LoginView):  # type: ignore[misc]
    """E-mail and password. Every refusal reads the same, whoever is meant."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """422 for a wrong password, 429 after too many."""
        response: HttpResponse = super().form_invalid(form)
        too_many = form.has_error(NON_FIELD_ERRORS, code=TOO_MANY)
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignOutView(LogoutView):  # type: ignore[misc]
    """Posted to; a link only asks."""


class ResetRequestView(PasswordResetView):  # type: ignore[misc]
    """Asks for an address and answers the same whether or not it is known."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the request, then mail a link to whoever has the address."""
        request: HttpRequest = self.request
        email = form.cleaned_data["email"]
        try:
            begin_try(TryPurpose.RESET, email=email, address=address_of(request), at=database_now())
        except TooManyTries as error:
            form.add_error(None, error.message)
            return self._refused(form, HTTPStatus.TOO_MANY_REQUESTS)
        form.save(request)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """422: not an e-mail address."""
        return self._refused(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _refused(self, form: Any, status: HTTPStatus) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = status
        return response
