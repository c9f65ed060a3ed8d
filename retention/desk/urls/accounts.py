"""Accounts and their check-ins."""

from django.urls import path

from ..views import accounts, check_ins

urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("check-ins/", check_ins.check_ins, name="check_ins"),
]
