"""What the tables of growth hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("growth.LostDeal", words="prospect note", plain="currency")
holds("growth.PlanRate", plain="currency")
holds("growth.ReferenceAsked", refers="contact", plain="asked_on outcome band mood")
holds("growth.Target", plain="currency")
