"""Addresses of sign-in, one's own settings, and the administration of people."""

from allauth.account.views import PasswordResetDoneView, PasswordResetFromKeyDoneView
from django.urls import URLPattern, URLResolver, include, path

from .views import absences, coming_and_going, holidays, own_settings, people, sign_in, teams
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
own: list[URLPattern] = [
    path("settings/profile/", own_settings.profile, name="profile"),
    path("settings/password/", own_settings.password, name="password"),
    path("settings/sessions/", own_settings.sessions, name="sessions"),
    path("settings/sessions/end/", own_settings.sessions_end, name="sessions_end"),
    path("settings/absence/", absences.own_absences, name="own_absences"),
    path("absences/<int:pk>/edit/", absences.absence_edit, name="absence_edit"),
    path("absences/<int:pk>/cancel/", absences.absence_cancel, name="absence_cancel"),
]
administration: list[URLPattern] = [
    path("", people.people, name="people"),
    path("invite/", coming_and_going.person_invite, name="person_invite"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("<int:pk>/teams/", people.person_move, name="person_move"),
    path("<int:pk>/invite-again/", coming_and_going.person_invite_again, name="person_invite_again"),
    path("<int:pk>/hand-over/", coming_and_going.person_hand_over, name="person_hand_over"),
    path("<int:pk>/deactivate/", coming_and_going.person_deactivate, name="person_deactivate"),
    path("<int:pk>/reactivate/", coming_and_going.person_reactivate, name="person_reactivate"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team_edit, name="team_edit"),
    path("teams/<int:pk>/remove/", teams.team_remove, name="team_remove"),
    path("absences/", absences.absences, name="absences"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/load/", holidays.holidays_load, name="holidays_load"),
    path("holidays/<int:pk>/remove/", holidays.closure_remove, name="closure_remove"),
]
names_of_allauth: list[URLPattern] = [
    path("sign-in/", SIGN_IN, name="account_login"),
    path("sign-out/", SIGN_OUT, name="account_logout"),
    path("password/reset/", RESET, name="account_reset_password"),
    path("password/reset/sent/", RESET_SENT, name="account_reset_password_done"),
]
"""The names under which django-allauth and its templates look for the same pages."""

urlpatterns: list[URLPattern | URLResolver] = [
    *entrance,
    *names_of_allauth,
    *own,
    path("people-admin/", include(administration)),
]
