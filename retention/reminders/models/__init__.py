"""Tables of reminders, notifications and the outbox."""

from .notification import Delivery, DeliveryKind, DeliveryState, Heartbeat, Notification
from .reminder import Audience, Reminder, ReminderState, Urgency

__all__ = [
    "Audience",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Heartbeat",
    "Notification",
    "Reminder",
    "ReminderState",
    "Urgency",
]
