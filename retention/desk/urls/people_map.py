"""The map of people, and what is changed on it."""

from django.urls import path

from ..views import gap_check_ins, map_scopes, people_map, people_map_edit

urlpatterns = [
    path("accounts/<int:pk>/map/", people_map.account_map, name="account_map"),
    path("accounts/<int:pk>/map/steps/new/", people_map.map_step_new, name="map_step_new"),
    path("accounts/<int:pk>/map/plan/", people_map.map_flag_plan, name="map_flag_plan"),
    path("accounts/<int:pk>/map/check-in/", gap_check_ins.gap_check_in, name="gap_check_in"),
    path("accounts/<int:pk>/map/check-in/day/", gap_check_ins.gap_check_in_on, name="gap_check_in_on"),
    path("map/check-ins/<int:pk>/back/", gap_check_ins.gap_check_in_back, name="gap_check_in_back"),
    path("accounts/<int:pk>/map/decisions/new/", map_scopes.map_scope_new, name="map_scope_new"),
    path("map/decisions/<int:pk>/close/", map_scopes.map_scope_close, name="map_scope_close"),
    path("people/<int:pk>/map/", people_map_edit.contact_map, name="contact_map"),
    path("people/<int:pk>/map/role/", people_map_edit.map_role_new, name="map_role_new"),
    path("people/<int:pk>/map/rating/", people_map_edit.map_rating, name="map_rating"),
    path("people/<int:pk>/map/tie/", people_map_edit.map_tie_set, name="map_tie_set"),
    path("people/<int:pk>/map/manager/", people_map_edit.map_manager, name="map_manager"),
    path("people/<int:pk>/map/influence/", people_map_edit.map_influence_new, name="map_influence_new"),
    path("people/<int:pk>/moved/", people_map_edit.contact_moved, name="contact_moved"),
    path("map/roles/<int:pk>/end/", people_map_edit.map_role_end, name="map_role_end"),
    path("map/influences/<int:pk>/end/", people_map_edit.map_influence_end, name="map_influence_end"),
]
