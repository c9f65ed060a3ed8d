"""Notifications."""

from django.urls import path

from ..views import notifications

urlpatterns = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.notifications_read, name="notifications_read"),
    path(
        "notifications/<int:pk>/acknowledge/",
        notifications.notification_acknowledge,
        name="notification_acknowledge",
    ),
]
