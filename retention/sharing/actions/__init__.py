"""What people do about shared plans: ours make links and answer, theirs say something."""

from .answering import answer_word, note_word
from .links import MadeLink, change_code, link_for, make_link, renew_link, revoke_link
from .opening import link_behind, note_opening, try_code
from .words import accept_plan, agree_target, answer_value, comment, mark_done, reach_target

__all__ = [
    "MadeLink",
    "accept_plan",
    "agree_target",
    "answer_value",
    "answer_word",
    "change_code",
    "comment",
    "link_behind",
    "link_for",
    "make_link",
    "mark_done",
    "note_opening",
    "note_word",
    "reach_target",
    "renew_link",
    "revoke_link",
    "try_code",
]
