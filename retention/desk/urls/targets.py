"""Targets, and what came of them."""

from django.urls import path

from ..views import table_files, targets

urlpatterns = [
    path("team/targets/", targets.targets, name="targets"),
    path("team/targets/file/", table_files.targets_file, name="targets_file"),
    path("team/targets/<int:pk>/file/", table_files.target_file, name="target_file"),
    path("team/targets/set/", targets.target_set, name="target_set"),
    path("team/targets/plan-rate/", targets.plan_rate_set, name="plan_rate_set"),
    path("team/targets/<int:pk>/", targets.target, name="target"),
    path("team/targets/<int:pk>/remove/", targets.target_remove, name="target_remove"),
]
