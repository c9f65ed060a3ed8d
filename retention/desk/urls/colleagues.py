"""Our people by name."""

from django.urls import path

from ..views import colleagues

urlpatterns = [
    path("colleagues/", colleagues.all_colleagues, name="colleagues"),
    path("colleagues/<int:pk>/", colleagues.colleague, name="colleague"),
]
