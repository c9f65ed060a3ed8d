"""My day and the clicks in it."""

from django.urls import path
from django.views.generic import RedirectView

from ..views import day, promises, work

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="day"), name="home"),
    path("day/", day.day, name="day"),
    path("day/why/", day.why_this_order, name="day_why"),
    path("steps/<int:pk>/done/", work.step_done, name="step_done"),
    path("steps/<int:pk>/reopen/", work.step_reopen, name="step_reopen"),
    path("steps/<int:pk>/snooze/", work.step_snooze, name="step_snooze"),
    path("promises/", promises.promises, name="promises"),
    path("promises/<int:pk>/", promises.promise, name="promise"),
    path("promises/<int:pk>/edit/", promises.promise_edit, name="promise_edit"),
    path("promises/<int:pk>/settle/", promises.promise_settle, name="promise_settle"),
    path("promises/<int:pk>/kept/", work.promise_kept, name="promise_kept"),
    path("promises/<int:pk>/reopen/", work.promise_reopen, name="promise_reopen"),
    path("check-ins/<int:pk>/snooze/", work.check_in_snooze, name="check_in_snooze"),
    path("check-ins/<int:pk>/skip/", work.check_in_skip, name="check_in_skip"),
    path("deferrals/<int:pk>/undo/", work.deferral_undo, name="deferral_undo"),
]
