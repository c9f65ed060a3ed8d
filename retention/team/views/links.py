"""The pages behind one-time links: an invitation and a password reset."""

from http import HTTPStatus
from typing import ClassVar

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from retention.lib.clock import database_now

from ..actions.passwords import LinkSpent, PasswordRefused, choose_password
from ..addresses import address_of
from ..forms.sign_in import NewPasswordForm
from ..links import LinkTokens, invitations, resets, user_of_link
from ..models import TryPurpose, User
from ..tries import TooManyTries, begin_try


@method_decorator([never_cache, sensitive_post_parameters("password1", "password2")], name="dispatch")
class PasswordLinkView(View):
    """A new password for whoever holds a good link. A bad one says nothing about why; guesses are counted."""

    tokens: ClassVar[LinkTokens]
    template: ClassVar[str]

    def get(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
        """The form, or that the link no longer works."""
        person = self._holder(uidb64, token)
        return self._page(request, person, NewPasswordForm()) if person else self._spent(request)

    def post(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
        """Keep the password."""
        person, form = self._holder(uidb64, token), NewPasswordForm(request.POST)
        if person is None:
            return self._spent(request)
        if form.is_valid():
            try:
                chosen = choose_password(
                    person=person,
                    token=token,
                    tokens=self.tokens,
                    password=form.cleaned_data["password1"],
                    at=database_now(),
                )
            except LinkSpent:
                return self._spent(request)
            except PasswordRefused as error:
                form.refuse(error)
            else:
                return self.chosen(request, chosen)
        return self._page(request, person, form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def chosen(self, request: HttpRequest, person: User) -> HttpResponse:
        """Where the person goes afterwards."""
        raise NotImplementedError

    def _holder(self, uidb64: str, token: str) -> User | None:
        person = user_of_link(uidb64)
        return person if self.tokens.check_token(person, token) else None

    def _page(
        self, request: HttpRequest, person: User, form: NewPasswordForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        told = {"form": form, "person": person, "action_url": request.path}
        return _unreferred(render(request, self.template, told, status=status))

    def _spent(self, request: HttpRequest) -> HttpResponse:
        try:
            begin_try(TryPurpose.LINK, address=address_of(request), at=database_now())
            status = HTTPStatus.GONE
        except TooManyTries:
            status = HTTPStatus.TOO_MANY_REQUESTS
        return _unreferred(render(request, self.template, {"token_fail": True}, status=status))


class InvitationView(PasswordLinkView):
    """An invited person chooses a password and is signed in."""

    tokens = invitations
    template = "account/invitation.html"

    def chosen(self, request: HttpRequest, person: User) -> HttpResponse:
        """Straight to their first page."""
        get_adapter(request).login(request, person)
        return HttpResponseRedirect(reverse("sign_in"))


class ResetLinkView(PasswordLinkView):
    """Somebody who forgot the password chooses a new one, then signs in with it."""

    tokens = resets
    template = "account/password_reset_from_key.html"

    def chosen(self, request: HttpRequest, person: User) -> HttpResponse:
        """Says that it is done, with the way to sign-in."""
        return HttpResponseRedirect(reverse("password_reset_done_page"))


def _unreferred(response: HttpResponse) -> HttpResponse:
    """The address is the secret: no link on the page may carry it away."""
    response.headers["Referrer-Policy"] = "same-origin"  # with no-referrer the form posts Origin: null
    return response
