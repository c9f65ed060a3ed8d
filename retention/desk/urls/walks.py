"""Contract walks, the processes behind them, and one's internal network."""

from django.urls import path

from ..views import network, walk_processes, walks

urlpatterns = [
    path("walks/", walks.walks, name="walks"),
    path("walks/<int:pk>/", walks.walk, name="walk"),
    path("walks/<int:pk>/stop/", walks.walk_stop, name="walk_stop"),
    path("accounts/<int:pk>/walks/new/", walks.walk_new, name="walk_new"),
    path("walk-steps/<int:pk>/give/", walks.walk_step_give, name="walk_step_give"),
    path("walk-steps/<int:pk>/hand-on/", walks.walk_step_hand_on, name="walk_step_hand_on"),
    path("handoffs/<int:pk>/accept/", walks.handoff_accept, name="handoff_accept"),
    path("handoffs/<int:pk>/return/", walks.handoff_return, name="handoff_return"),
    path("templates/processes/new/", walk_processes.new_process, name="walk_process_new"),
    path("templates/processes/<int:pk>/", walk_processes.one_process, name="walk_process"),
    path("templates/processes/<int:pk>/publish/", walk_processes.publish, name="walk_process_publish"),
    path("templates/processes/<int:pk>/retire/", walk_processes.retire, name="walk_process_retire"),
    path("network/", network.network, name="network"),
    path("network/new/", network.network_new, name="network_new"),
    path("network/<int:pk>/edit/", network.network_edit, name="network_edit"),
    path("network/<int:pk>/talk/", network.network_talk, name="network_talk"),
    path("network/<int:pk>/spoke/", network.network_spoke, name="network_spoke"),
    path("network/<int:pk>/drop/", network.network_drop, name="network_drop"),
    path("network/talks/<int:pk>/forget/", network.network_forget, name="network_forget"),
]
