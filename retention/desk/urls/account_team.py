"""The account team, and what each tier needs."""

from django.urls import path

from ..views import account_team

urlpatterns = [
    path("accounts/<int:pk>/team/", account_team.account_team, name="account_team"),
    path("accounts/<int:pk>/team/new/", account_team.team_member_new, name="team_member_new"),
    path("account-team/<int:pk>/edit/", account_team.team_member_edit, name="team_member_edit"),
    path("account-team/<int:pk>/end/", account_team.team_member_end, name="team_member_end"),
    path("templates/", account_team.templates, name="work_templates"),
    path("templates/team/", account_team.team_template, name="team_template"),
]
