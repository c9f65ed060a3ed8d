"""Contracts: one page each, and the forms that change them."""

from django.urls import path

from ..views import contract_edit, contract_new, contracts, line_usage, merging

urlpatterns = [
    path("accounts/<int:pk>/contracts/new/", contract_new.contract_new, name="contract_new"),
    path("accounts/<int:pk>/merge/", merging.account_merge, name="account_merge"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/edit/", contract_edit.contract_edit, name="contract_edit"),
    path("contracts/<int:pk>/renew/", contract_new.contract_renew, name="contract_renew"),
    path("contracts/<int:pk>/activate/", contracts.contract_activate, name="contract_activate"),
    path("contracts/<int:pk>/discard/", contracts.contract_discard, name="contract_discard"),
    path("contracts/<int:pk>/notice/", contract_edit.contract_notice, name="contract_notice"),
    path("contracts/<int:pk>/notice/back/", contracts.contract_notice_back, name="contract_notice_back"),
    path("contracts/<int:pk>/end/", contract_edit.contract_end, name="contract_end"),
    path("contracts/<int:pk>/breaks/new/", contract_edit.break_new, name="break_new"),
    path("contracts/<int:pk>/lines/new/", contract_edit.line_new, name="line_new"),
    path("lines/<int:pk>/amend/", contract_edit.line_amend, name="line_amend"),
    path("lines/<int:pk>/suspend/", contract_edit.line_suspend, name="line_suspend"),
    path("lines/<int:pk>/usage/", line_usage.line_usage, name="line_usage"),
    path("suspensions/<int:pk>/resume/", contract_edit.line_resume, name="line_resume"),
    path("breaks/<int:pk>/remove/", contracts.break_remove, name="break_remove"),
]
