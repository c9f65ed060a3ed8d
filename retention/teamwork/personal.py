"""What the tables of teamwork hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds(
    "teamwork.ExecutivePairing",
    links="contact",
    words="topics end_reason",
    plain="interval_days starts_on ends_on planned_on last_talk_on due_on talk_on",
)
holds("teamwork.PairTalk", words="follow_up", plain="held_on follow_up_by followed_up_on")
holds("teamwork.SponsorLimit")
holds("teamwork.Deliverable", refers="accountable_contact", words="name note", plain="kind ended_on")
holds("teamwork.DeliverablePart", refers="contact", plain="part")
holds("teamwork.DeliverableRecipient", links="contact", words="note", plain="way")
holds("teamwork.Kudos", words="text", plain="given_on")
holds("teamwork.Comment", words="text", plain="said_at edited_at withdrawn_at")
holds("teamwork.Mention", plain="in_text at_once acknowledged_at")
