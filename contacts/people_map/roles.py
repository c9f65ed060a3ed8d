"""The test of each role: what must be true of who is given it (docs/methods.md, Roles on the map)."""

ROLE_TESTS = {
    "economic_buyer": "can create or cut the budget; the final yes or no, one person for each decision",
    "decision_maker": "signs or decides for a unit",
    "executive_sponsor": "senior, paired with our sponsor, answers for the outcome",
    "champion": "has power, speaks for us when we are absent, and gains by our success; all three",
    "coach": "tells us things and wants us to win, but lacks power",
    "influencer": "is asked for an opinion: technical, financial or business",
    "user_lead": "uses it and speaks for others who do",
    "end_user": "uses it",
    "gatekeeper": "controls access or the calendar of somebody else",
    "procurement": "runs the buying process of a renewal",
    "legal": "clears the contract",
    "finance": "clears the money",
    "deliverable_recipient": "receives what we deliver",
}
