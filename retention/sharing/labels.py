"""What the fields of a plan that may be shown are called where the customer reads them."""

LABELS = {
    "fiscal_year": "Your fiscal year",
    "strategy": "Your strategy",
    "priority_1": "Your first priority",
    "priority_2": "Your second priority",
    "priority_3": "Your third priority",
    "pressures": "Pressures on you",
    "trends": "Trends in your market",
    "market": "Your customers and competitors",
    "calendar": "Your calendar",
    "expectations": "Expectations to talk about",
    "value_told": "What we told you of it",
    "channels": "How we talk",
    "education": "What you want to learn",
    "meetings": "Review meetings",
}
"""In the order in which they are shown. A new field that may be shown needs a line."""
