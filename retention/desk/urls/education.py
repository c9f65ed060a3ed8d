"""What customers should learn."""

from django.urls import path

from ..views import education

urlpatterns = [
    path("education/", education.education, name="education"),
    path("accounts/<int:pk>/education/", education.account_education, name="account_education"),
    path("accounts/<int:pk>/lessons/new/", education.lesson_new, name="lesson_new"),
    path("lessons/<int:pk>/edit/", education.lesson_edit, name="lesson_edit"),
    path("lessons/<int:pk>/taught/", education.lesson_act, {"verb": "lesson_taught"}, name="lesson_taught"),
    path("lessons/<int:pk>/use/", education.lesson_act, {"verb": "lesson_adopted"}, name="lesson_adopted"),
    path("lessons/<int:pk>/not-taught/", education.lesson_untaught, name="lesson_untaught"),
    path("lessons/<int:pk>/drop/", education.lesson_drop, name="lesson_drop"),
    path("lessons/<int:pk>/restore/", education.lesson_restore, name="lesson_restore"),
]
