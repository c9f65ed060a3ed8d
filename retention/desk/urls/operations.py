"""Figures of our work, and the reasons to stay that they explain."""

from django.urls import path

from ..views import operations

urlpatterns = [
    path("accounts/<int:pk>/operations/", operations.account_operations, name="account_operations"),
    path("accounts/<int:pk>/operations/new/", operations.operation_new, name="operation_new"),
    path("operations/<int:pk>/edit/", operations.operation_edit, name="operation_edit"),
    path("operations/<int:pk>/read/", operations.operation_read, name="operation_read"),
    path("operations/<int:pk>/explain/", operations.operation_explain, name="operation_explain"),
    path("operations/<int:pk>/aside/", operations.operation_aside, name="operation_aside"),
    path("operations/<int:pk>/up/", operations.operation_up, name="operation_up"),
    path("driver-links/<int:pk>/judge/", operations.driver_link_judge, name="driver_link_judge"),
    path("driver-links/<int:pk>/part/", operations.driver_link_part, name="driver_link_part"),
    path("operation-readings/<int:pk>/void/", operations.reading_void, name="reading_void"),
]
