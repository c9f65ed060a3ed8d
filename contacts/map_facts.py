"""The map of an account, put together: people with their ties, what is covered, and what is missing."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import Account, OrgUnit
from retention.team.visibility import Reader

from .choices import BuyingRole, Certainty
from .map_shown import AccountMap, PersonShown, Place, RoleShown, TieShown
from .map_sources import Sources, Talk, in_seat_on, sources_of
from .models import Contact, MapScope, RoleOnMap, Standing, Tie
from .people_map.coverage import Mapped, coverage
from .people_map.flags import Gap, People, Seat, flags, is_blocker
from .people_map.stance import advice
from .people_map.strength import half_life, strength


def map_of(account: Account, user: Reader, *, on: date, place: Place = None) -> AccountMap:
    """The map of the whole account, of one unit or one decision, as on a day and as this reader sees it.

    A unit has the people who belong to it; a decision has everybody, in the parts they play there.
    """
    sources = sources_of(account, user, on=on)
    reads = _is_in_circle(account, user)
    unit = place if isinstance(place, OrgUnit) else None
    shown = [contact for contact in sources.contacts if unit is None or _is_of(contact, unit, sources)]
    seats = {contact.pk: _seat(contact, sources, on, place) for contact in shown}
    people = [_person(contact, seats[contact.pk], sources, on, place, reads) for contact in shown]
    here = [seats[contact.pk] for contact in shown if in_seat_on(contact, on)]
    covered = coverage(
        [seat.mapped for seat in here], tier=account.tier, on=on, waiting=_waiting(shown, sources, place)
    )
    found = flags(_asked(account, sources, people, here, on, place), on=on)
    readable = [flag for flag in found if reads or not flag.is_team_only]
    return AccountMap(account, on, place, reads, people, covered, readable, sources)


def person_on(facts: AccountMap, contact: Contact, place: Place) -> PersonShown:
    """One person of a map that was read already, in the part they play on another."""
    seat = _seat(contact, facts.sources, facts.on, place)
    return _person(contact, seat, facts.sources, facts.on, place, facts.reads_attitudes)


def _waiting(shown: Sequence[Contact], sources: Sources, place: Place) -> set[str]:
    """Roles that are known to exist and wait for somebody."""
    empty = [contact for contact in shown if contact.is_placeholder]
    return {role.role for contact in empty for role in roles_of(contact, sources, place)}


def _is_in_circle(account: Account, user: Reader) -> bool:
    return Account.objects.visible_to(user).in_inner_circle_of(user).filter(pk=account.pk).exists()


def _is_of(contact: Contact, unit: OrgUnit, sources: Sources) -> bool:
    said = [*sources.roles.get(contact.pk, ()), *sources.standings.get(contact.pk, ())]
    return contact.org_unit_id == unit.pk or any(row.org_unit_id == unit.pk for row in said)


def stands_on(row: RoleOnMap | Standing, place: Place) -> bool:
    """Whether a row stands on the map of this unit or decision; None: of the whole account."""
    unit = place.pk if isinstance(place, OrgUnit) else None
    scope = place.pk if isinstance(place, MapScope) else None
    return row.org_unit_id == unit and row.scope_id == scope


def roles_of(contact: Contact, sources: Sources, place: Place = None) -> list[RoleShown]:
    """The roles on one map: its own, else of the whole account, else what somebody wrote on the card."""
    rows = sources.roles.get(contact.pk, [])
    own = [row for row in rows if stands_on(row, place)]
    found = own or [row for row in rows if stands_on(row, None)]
    if found:
        return [
            RoleShown(row.role, row.get_role_display(), row.certainty == Certainty.ASSUMED,
                      row.verified_on or row.starts_on, row)
            for row in found
        ]  # fmt: skip
    if contact.buying_role == BuyingRole.UNKNOWN or contact.role_is_guessed:
        return []
    return [RoleShown(contact.buying_role, contact.get_buying_role_display(), True, None, None)]


def standing_of(contact: Contact, sources: Sources, place: Place = None) -> Standing | None:
    """The rating on one map: its own, else of the whole account."""
    rows = sources.standings.get(contact.pk, [])
    own = [row for row in rows if stands_on(row, place)]
    return next(iter(own), None) or next((row for row in rows if stands_on(row, None)), None)


def strength_of(contact: Contact, sources: Sources, on: date) -> float:
    """Strength with all of us; of who left, as on their last day."""
    gone = contact.departed_on if not in_seat_on(contact, on) else None
    day = min(on, gone) if gone else on
    return strength(sources.talk.of(contact.pk), on=day, half_life_days=_half_life(contact))


def _half_life(contact: Contact) -> float:
    return half_life(contact.preferred_interval_days)


def _seat(contact: Contact, sources: Sources, on: date, place: Place) -> Seat:
    standing, roles = standing_of(contact, sources, place), roles_of(contact, sources, place)
    rated = (standing.verified_on or standing.starts_on) if standing else None
    sure = [role.row for role in roles if role.role == "champion" and not role.is_assumed]
    return Seat(
        Mapped(
            contact.pk,
            strength_of(contact, sources, on),
            standing.influence if standing else None,
            standing.attitude if standing else None,
            {role.role: role.evidence_on for role in roles},
        ),
        contact.name,
        rated_on=rated,
        champion_confirmed_on=sure[0].verified_on if sure and sure[0] else None,
        is_addressed=any(step.contact_id == contact.pk for step in sources.steps),
    )


def _person(
    contact: Contact, seat: Seat, sources: Sources, on: date, place: Place, reads: bool
) -> PersonShown:
    attitude = seat.mapped.attitude if reads else None
    days = [touch.day for touch in sources.talk.of(contact.pk) if not touch.is_one_way]
    return PersonShown(
        contact=contact,
        is_here=in_seat_on(contact, on),
        strength=seat.mapped.strength,
        last_on=max(days, default=None),
        roles=roles_of(contact, sources, place),
        standing=standing_of(contact, sources, place),
        influence=seat.mapped.influence,
        attitude=attitude,
        advice=advice(seat.mapped.influence, attitude) if reads else "",
        is_blocker=reads and is_blocker(seat.mapped),
        line=sources.managers.get(contact.pk),
        ties=_ties(contact, sources.talk, sources.ties.get(contact.pk, ()), on),
    )


def _ties(contact: Contact, talk: Talk, rows: Sequence[Tie], on: date) -> list[TieShown]:
    set_by_user: Mapping[int, Tie] = {row.user_id: row for row in rows}
    names = dict(talk.names) | {row.user_id: row.user.name for row in rows}
    found = []
    for user_id in {*talk.users_of(contact.pk), *set_by_user}:
        said = talk.of_pair(contact.pk, user_id)
        value = strength(said, on=on, half_life_days=_half_life(contact))
        found.append(TieShown(user_id, names[user_id], value, set_by_user.get(user_id)))
    return sorted(found, key=lambda tie: (-tie.strength, tie.name))


def _asked(
    account: Account,
    sources: Sources,
    people: Sequence[PersonShown],
    here: Sequence[Seat],
    on: date,
    place: Place,
) -> People:
    ours: dict[str, float] = {}
    for person in people:
        for tie in person.ties if person.is_here else ():
            ours[tie.name] = ours.get(tie.name, 0.0) + tie.strength
    peopled = {person.contact.org_unit_id for person in people if person.is_here}
    empty = [row.name for row in sources.units if row.pk in sources.units_with_lines - peopled]
    return People(
        tier=account.tier,
        seats=here,
        ours=ours,
        departed_champions=[
            Gap(person.contact.pk, person.contact.name, person.contact.departed_on)
            for person in people
            if not person.is_here and person.contact.departed_on and person.is_champion
        ],
        placeholders=[
            Gap(person.contact.pk, person.contact.name, person.contact.since)
            for person in people
            if person.contact.is_placeholder
        ],
        unmapped_units=[] if isinstance(place, OrgUnit) else empty,
        decision_on=account.next_decision_on,
    )
