"""People who may be entered twice."""

from django.urls import path

from ..views import duplicate_accounts, duplicates

urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<int:pk>/apart/", duplicates.duplicate_apart, name="duplicate_apart"),
    path("duplicates/accounts/", duplicate_accounts.duplicate_accounts, name="duplicate_accounts"),
    path("duplicates/accounts/<int:pk>/", duplicate_accounts.duplicate_account, name="duplicate_account"),
    path(
        "duplicates/accounts/<int:pk>/apart/",
        duplicate_accounts.duplicate_account_apart,
        name="duplicate_account_apart",
    ),
    path("account-mergers/<int:pk>/undo/", duplicate_accounts.account_unmerge, name="account_unmerge"),
    path("people-mergers/<int:pk>/undo/", duplicates.people_unmerge, name="people_unmerge"),
]
