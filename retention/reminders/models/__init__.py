"""Tables of reminders, notifications and the outbox."""

from .gate import Gate
from .notice import Notice
from .notification import Delivery, DeliveryKind, DeliveryState, Heartbeat, Notification
from .reminder import DAY_BEGINS, Audience, Reminder, ReminderState, Urgency

__all__ = [
    "DAY_BEGINS",
    "Audience",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Gate",
    "Heartbeat",
    "Notice",
    "Notification",
    "Reminder",
    "ReminderState",
    "Urgency",
]
