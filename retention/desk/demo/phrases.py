"""What was said at the demo company's customers, by how it felt; and who sits there."""

from contacts.choices import BuyingRole, Channel

FIRST = (
    "Jonas",
    "Amara",
    "Stefan",
    "Lucia",
    "Ewan",
    "Nadia",
    "Owen",
    "Priya",
    "Mateo",
    "Ingrid",
    "Yusuf",
    "Clara",
    "Tobias",
    "Marta",
    "Declan",
    "Aiko",
    "Rafael",
    "Hanna",
    "Viktor",
    "Leila",
    "Simon",
    "Beatriz",
    "Anders",
    "Zoe",
)
LAST = (
    "Weller",
    "Okafor",
    "Krol",
    "Ferrer",
    "Marr",
    "Rossi",
    "Pryce",
    "Anand",
    "Salas",
    "Lund",
    "Demir",
    "Hoffmann",
    "Brandt",
    "Novak",
    "Byrne",
    "Tanaka",
    "Moreira",
    "Virtanen",
    "Petrov",
    "Haddad",
    "Fletcher",
    "Costa",
    "Dahl",
    "Quinn",
)
SEATS: tuple[tuple[str, str, bool], ...] = (
    ("Operations director", BuyingRole.CHAMPION, True),
    ("Chief financial officer", BuyingRole.ECONOMIC_BUYER, True),
    ("Head of logistics", BuyingRole.DECISION_MAKER, True),
    ("Depot manager", BuyingRole.USER_LEAD, False),
    ("Integration lead", BuyingRole.INFLUENCER, False),
    ("Buyer", BuyingRole.PROCUREMENT, False),
)
SEATS_BY_TIER = {"A": 6, "B": 4, "C": 3, "D": 1}
CHANNELS = (Channel.CALL, Channel.VIDEO, Channel.EMAIL, Channel.CALL, Channel.MEETING, Channel.EMAIL)
GOOD = (
    "The new depot is live and drivers like the app. They want to show it to their board.",
    "Errors are down again this month. Asked what else we could take off their hands.",
    "Very quick call: all is well, they are preparing the summer peak with us in mind.",
    "They praised support for the Saturday fix and will say so in writing.",
)
FAIR = (
    "Went through the open points. Two are done, one waits for their access rules.",
    "They are reorganising regions; routes will move between planners next month.",
    "Asked for the invoice split by site. Finance charges each depot from January.",
    "Talked through the plan for the next quarter. No surprises on either side.",
    "They want cost per site before the budget round. Promised figures.",
)
BAD = (
    "Two tickets are older than they were promised. The tone was cool.",
    "Their new finance head asks what they get for the price. We need numbers.",
    "Handsets keep dropping the connection in the south. They think it is us.",
    "They compared us with another tool last week and were open about it.",
)
OPENERS = ("Sent the figures they asked for.", "Asked for a date to talk.", "Sent notes and the next steps.")
STEPS = (
    "Send the invoice split by site",
    "Ask for cost per site figures",
    "Book the quarterly review",
    "Send notes from the depot visit",
    "Confirm training dates",
    "Find out who signs this year",
)
PROMISES = (
    "Figures on cost per site",
    "A fix for the handset problem",
    "A draft of the joint plan",
    "Training dates for the new planners",
    "An answer about the service credit",
)
