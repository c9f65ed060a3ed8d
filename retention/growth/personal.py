"""What the tables of growth hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("growth.LostDeal", words="prospect note", plain="currency")
holds("growth.PlanRate", plain="currency")
holds(
    "growth.AdvocacyAsk",
    links="contact",
    theirs="said",
    words="prospect result",
    plain="kind asked_on outcome answered_on used_on worth currency band mood",
)
holds(
    "growth.AdvocacyConsent",
    links="contact",
    refers="given_by",
    theirs="kind scope given_on expires_on ended_on was_withdrawn",
    goes=True,
)
holds("growth.Target", plain="currency")
