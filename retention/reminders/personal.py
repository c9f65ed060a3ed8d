"""What reminders, the outbox and notices hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("reminders.Delivery", copies="state_reason payload", plain="dedupe_key message_id")
holds("reminders.Gate", plain="instance")
holds("reminders.Heartbeat", plain="name detail")
holds("reminders.Notice", copies="title text", plain="key url")
holds("reminders.Notification", copies="title text", plain="url")
holds(
    "reminders.Reminder",
    copies="content state_reason",
    plain="kind anchor_kind audience fire_zone dedupe_key",
)
