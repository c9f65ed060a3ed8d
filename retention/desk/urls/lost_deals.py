"""Lost deals and the references asked."""

from django.urls import path

from ..views import lost_deals, table_files

urlpatterns = [
    path("lost-deals/", lost_deals.lost_deals, name="lost_deals"),
    path("lost-deals/file/", table_files.lost_deals_file, name="lost_deals_file"),
    path("lost-deals/new/", lost_deals.lost_deal_new, name="lost_deal_new"),
    path("lost-deals/<int:pk>/", lost_deals.lost_deal, name="lost_deal"),
    path("lost-deals/<int:pk>/edit/", lost_deals.lost_deal_edit, name="lost_deal_edit"),
    path("lost-deals/<int:pk>/references/new/", lost_deals.reference_new, name="reference_new"),
    path("references/<int:pk>/outcome/", lost_deals.reference_settle, name="reference_settle"),
]
