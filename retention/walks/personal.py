"""What the tables of walks hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("walks.Process", plain="name is_retired")
holds("walks.ProcessVersion", plain="number why at")
holds(
    "walks.ProcessStep", plain="position name party function expected_days needs_acceptance what why pitfall"
)
holds("walks.ContractWalk", words="end_note", plain="started_on state ended_on")
holds(
    "walks.WalkStep",
    refers="owner_contact accepted_by",
    words="partner_person",
    plain="party expected_days partner entered_on due_on left_on accepted_on",
)
holds(
    "walks.Handoff",
    words="note missing answer",
    plain="handed_on due_on state settled_on",
)
holds("walks.NetworkTie", plain="function every_days started_on last_on next_on ended_on")
holds("walks.NetworkTalk", words="note", plain="on")
