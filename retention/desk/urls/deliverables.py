"""Who answers for what: deliverables, parts and recipients."""

from django.urls import path

from ..views import deliverables, deliverables_edit

urlpatterns = [
    path("deliverables/", deliverables.deliverables, name="deliverables"),
    path("accounts/<int:pk>/deliverables/", deliverables.account_deliverables, name="account_deliverables"),
    path("accounts/<int:pk>/deliverables/new/", deliverables_edit.deliverable_new, name="deliverable_new"),
    path("deliverables/<int:pk>/edit/", deliverables_edit.deliverable_edit, name="deliverable_edit"),
    path("deliverables/<int:pk>/end/", deliverables_edit.deliverable_end, name="deliverable_end"),
    path("deliverables/<int:pk>/parts/new/", deliverables_edit.part_new, name="part_new"),
    path("deliverable-parts/<int:pk>/remove/", deliverables_edit.part_remove, name="part_remove"),
    path("deliverables/<int:pk>/recipients/new/", deliverables_edit.recipient_new, name="recipient_new"),
    path(
        "deliverable-recipients/<int:pk>/remove/", deliverables_edit.recipient_remove, name="recipient_remove"
    ),
]
