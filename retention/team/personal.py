"""What the tables of our own people hold of customers' people: nothing (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("team.Absence", plain="note")
holds("team.Holiday", plain="country subdivision name")
holds("team.PeopleEvent", plain="kind text")
holds("team.Session", plain="session_data session_key device")
holds("team.SignInTry", plain="email")
holds("team.Team", plain="name")
holds("team.TeamMembership")
holds(
    "team.User",
    plain="password email name title time_zone country subdivision weekend",
)
