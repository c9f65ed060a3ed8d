"""Addresses of sign-in, one's own settings, and the administration of people."""

from allauth.account.views import PasswordResetDoneView, PasswordResetFromKeyDoneView
from django.urls import URLPattern, path

from .views import sign_in
from .views.links import InvitationView, ResetLinkView

SIGN_IN = sign_in.SignInView.as_view()
SIGN_OUT = sign_in.SignOutView.as_view()
RESET = sign_in.ResetRequestView.as_view()
RESET_SENT = PasswordResetDoneView.as_view()

entrance: list[URLPattern] = [
    path("sign-in/", SIGN_IN, name="sign_in"),
    path("sign-out/", SIGN_OUT, name="sign_out"),
    path("password/reset/", RESET, name="password_reset"),
    path("password/reset/sent/", RESET_SENT, name="password_reset_sent"),
    path("password/reset/done/", PasswordResetFromKeyDoneView.as_view(), name="password_reset_done_page"),
    path("password/reset/<str:uidb64>/<str:token>/", ResetLinkView.as_view(), name="password_reset_link"),
    path("invitation/<str:uidb64>/<str:token>/", InvitationView.as_view(), name="invitation"),
]
names_of_allauth: list[URLPattern] = [
    path("sign-in/", SIGN_IN, name="account_login"),
    path("sign-out/", SIGN_OUT, name="account_logout"),
    path("password/reset/", RESET, name="account_reset_password"),
    path("password/reset/sent/", RESET_SENT, name="account_reset_password_done"),
]
"""The names under which django-allauth and its templates look for the same pages."""

urlpatterns = [*entrance, *names_of_allauth]
