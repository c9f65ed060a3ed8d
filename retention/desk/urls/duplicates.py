"""People who may be entered twice."""

from django.urls import path

from ..views import duplicates

urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<int:pk>/apart/", duplicates.duplicate_apart, name="duplicate_apart"),
    path("people-mergers/<int:pk>/undo/", duplicates.people_unmerge, name="people_unmerge"),
]
