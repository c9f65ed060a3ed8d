"""What people do with contract walks and their internal network."""

from .moving import accept_handoff, hand_on, return_handoff
from .network import add_to_network, change_pace, drop_from_network, forget_talk, spoke_with
from .processes import begin_process, publish_version, retire_process
from .walking import give_step, holder_name, start_walk, stop_walk

__all__ = [
    "accept_handoff",
    "add_to_network",
    "begin_process",
    "change_pace",
    "drop_from_network",
    "forget_talk",
    "give_step",
    "hand_on",
    "holder_name",
    "publish_version",
    "retire_process",
    "return_handoff",
    "spoke_with",
    "start_walk",
    "stop_walk",
]
