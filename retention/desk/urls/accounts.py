"""Accounts, their pages, and their check-ins."""

from django.urls import path

from ..views import account, account_edit, accounts, brief, check_ins, invoices, knowledge, promises

urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", account_edit.account_new, name="account_new"),
    path("accounts/<int:pk>/", account.account, name="account"),
    path("accounts/<int:pk>/timeline/", account.account_timeline, name="account_timeline"),
    path("accounts/<int:pk>/people/", account.account_people, name="account_people"),
    path("accounts/<int:pk>/brief/", brief.brief, name="account_brief"),
    path("accounts/<int:pk>/knowledge/", knowledge.account_knowledge, name="account_knowledge"),
    path("accounts/<int:pk>/knowledge/new/", knowledge.fact_new, name="fact_new"),
    path("knowledge/<int:pk>/correct/", knowledge.fact_correct, name="fact_correct"),
    path("knowledge/<int:pk>/forget/", knowledge.fact_forget, name="fact_forget"),
    path("knowledge/<int:pk>/step/", knowledge.fact_step, name="fact_step"),
    path("accounts/<int:pk>/contracts/", account.account_contracts, name="account_contracts"),
    path("accounts/<int:pk>/history/", account.account_history, name="account_history"),
    path("accounts/<int:pk>/invoices/", invoices.account_invoices, name="account_invoices"),
    path("accounts/<int:pk>/invoices/new/", invoices.invoice_new, name="invoice_new"),
    path("accounts/<int:pk>/edit/", account_edit.account_edit, name="account_edit"),
    path("accounts/<int:pk>/steps/new/", account_edit.step_new, name="step_new"),
    path("accounts/<int:pk>/promises/new/", promises.promise_new, name="promise_new"),
    path("invoices/<int:pk>/correct/", invoices.invoice_correct, name="invoice_correct"),
    path("invoices/<int:pk>/paid/", invoices.invoice_paid, name="invoice_paid"),
    path("invoices/<int:pk>/disputed/", invoices.invoice_disputed, name="invoice_disputed"),
    path("invoices/<int:pk>/settled/", invoices.invoice_settled, name="invoice_settled"),
    path("invoices/<int:pk>/void/", invoices.invoice_void, name="invoice_void"),
    path("check-ins/", check_ins.check_ins, name="check_ins"),
]
