"""What the tables of contacts hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

DATED = "starts_on ends_on"
HOW_SURE = "certainty verified_on"

holds("contacts.Person", theirs="name name_key email phone language", plain="erased_at")
holds(
    "contacts.Contact",
    links="person",
    refers="assistant",
    theirs="title buying_role role_is_guessed is_key time_zone country subdivision channels_preferred "
    "channels_forbidden preferred_interval_days most_in_30_days preference_source paused_until pause_reason "
    "personal_note interests important_dates assistant hours_from hours_until hours_days",
    plain="is_placeholder status departed_on since last_two_way_at",
)
holds("contacts.JobMove", links="person left_contact joined_contact", plain="on")
holds(
    "contacts.Touchpoint",
    links="contacts",
    words="subject text",
    plain="happened_at channel direction outcome purpose mood minutes is_private is_qualifying is_current "
    "withdrawn_at source_time",
)
holds("contacts.TouchpointContact", links="contact", plain="in_copy")
holds("contacts.TouchpointColleague")
holds(
    "contacts.Promise",
    links="contact",
    refers="released_by",
    words="text settled_note",
    plain="side wording promised_on due_on state settled_on",
)
holds(
    "contacts.NextStep",
    links="contact",
    words="text snooze_reason",
    plain="due_on snoozed_until origin origin_key state settled_at",
)
holds(
    "contacts.FeedbackItem",
    links="contact",
    words="text reply outcome",
    plain="kind received_on state due_on replied_on closed_on",
)
holds(
    "contacts.SurveyAsked",
    links="contact",
    theirs="score comment",
    plain="kind quarter asked_on expires_on answered_at",
    goes=True,
)
holds(
    "contacts.KnownFact",
    links="contact",
    theirs="value text named named_key importance performance operation",
    plain="topic outcome source said_on fresh_until is_personal is_current",
    goes=True,
)
holds("contacts.MapScope", words="title", plain="kind renewal_id opened_on closed_on")
holds("contacts.RoleOnMap", links="contact", theirs=f"role evidence {HOW_SURE} {DATED}", goes=True)
holds(
    "contacts.Standing",
    links="contact",
    theirs=f"influence attitude orientation evidence {HOW_SURE} {DATED}",
    goes=True,
)
holds("contacts.Tie", links="contact", theirs=f"level desired_level {DATED}", goes=True)
holds("contacts.ReportsTo", links="contact manager", theirs=DATED, goes=True)
holds("contacts.Influences", links="contact on_contact", theirs=f"weight note {DATED}", goes=True)
holds(
    "contacts.Objection",
    links="contact",
    theirs="note lift_note",
    plain="channel purpose since came_by lifted_on",
)
holds("contacts.DataRequest", links="person", plain="kind reason at counts")
holds(
    "contacts.PersonMerger",
    links="kept gone",
    theirs="before removed",
    plain="moved at undone_at",
)
holds("contacts.AlikePeople", links="first second", theirs="score reasons state decided_at", goes=True)
holds("contacts.AlikeAccounts", plain="score reasons state decided_at")
holds("contacts.OurWords", plain="version differences competitors at")
