"""What the tables of shared plans hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds(
    "sharing.ShareLink",
    refers="contact",
    plain="digest code shows_goals shows_value shows_actions shows_people shows_reviews "
    "shows_milestones shows_kpis shows_given region made_at expires_at revoked_at",
)
holds("sharing.ShareView", plain="at device")
holds("sharing.ShareTry", plain="at kind place")
holds("sharing.ClientWord", refers="contact", words="name text answer", plain="kind at settled_at")
