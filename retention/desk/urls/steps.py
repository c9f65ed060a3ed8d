"""Next steps over all accounts, and what one of them supports."""

from django.urls import path

from ..views import steps

urlpatterns = [
    path("steps/", steps.steps, name="steps"),
    path("steps/<int:pk>/", steps.step, name="step"),
]
