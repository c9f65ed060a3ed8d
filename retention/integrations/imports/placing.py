"""Where rows belong: accounts by id or name, contacts by address or name; of the files and of Keel."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from accounts.models import RecordType

from . import known
from .refusals import RowUnclear
from .values import folded_name

Place = tuple[str, str]
"""The group (account) and the contact's reference: its key in the files, or "#7" for one of Keel's."""


class Places:
    """Everything a row may refer to. A group is "=" and an account's key, or "#7" for one of Keel's."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.groups_by_name: dict[str, list[str]] = defaultdict(list)
        self.groups_by_id: dict[str, str] = {}
        self.account_ids: dict[str, int] = {}
        self.groups_by_account: dict[int, str] = {}
        self.names: dict[str, str] = {}
        self.people: dict[str, list[Place]] = defaultdict(list)
        self._asked: set[str] = set()
        self._asked_people: set[str] = set()

    def add_account(self, group: str, key: str, name: str, account_id: int | None) -> None:
        """An account of the files, and which of Keel's it is."""
        folded = folded_name(name)
        if group not in self.groups_by_name[folded]:
            self.groups_by_name[folded].append(group)
        self.groups_by_id[key] = group
        self.names[group] = name
        if account_id is not None:
            self.account_ids[group] = account_id
            self.groups_by_account[account_id] = group

    def group_of(self, account_id: int) -> str:
        """The group of one of Keel's accounts."""
        group = self.groups_by_account.get(account_id, f"#{account_id}")
        self.account_ids.setdefault(group, account_id)
        return group

    def look_up(self, names: Collection[str], ids: Collection[str]) -> None:
        """Learn about accounts that only Keel has."""
        new = {name for name in names if name and folded_name(name) not in self.groups_by_name} - self._asked
        self._asked |= new
        if new:
            for folded, numbers in known.accounts_named(new).items():
                self.groups_by_name[folded] = [self.group_of(number) for number in numbers]
        missing = {value for value in ids if value and value not in self.groups_by_id}
        if missing:
            found = known.records_known_as(RecordType.ACCOUNT, self.source, missing)
            self.groups_by_id.update({value: self.group_of(number) for value, number in found.items()})

    def account(self, name: str, source_id: str = "") -> str:
        """The group of an account. Raises RowUnclear when none or several fit."""
        if source_id:
            if source_id in self.groups_by_id:
                return self.groups_by_id[source_id]
            raise RowUnclear(f"No account has the id “{source_id[:60]}”.")
        if not name:
            raise RowUnclear("The row names no account.")
        groups = self.groups_by_name.get(folded_name(name), [])
        if len(groups) == 1:
            return groups[0]
        how = "Several accounts are" if groups else "No account is"
        raise RowUnclear(f"{how} named “{name[:80]}”.")

    def is_account(self, name: str) -> bool:
        """Exactly one account has this name."""
        return len(self.groups_by_name.get(folded_name(name), [])) == 1

    def add_contact(self, group: str, reference: str, name: str, email: str) -> None:
        """Somebody at an account."""
        for word in (folded_name(name), email.lower()):
            if word and (group, reference) not in self.people[word]:
                self.people[word].append((group, reference))

    def look_up_people(self, words: Collection[str]) -> None:
        """Learn about contacts that Keel has."""
        new = {word for word in words if word} - self._asked_people
        self._asked_people |= new
        if not new:
            return
        named = {reference for places in self.people.values() for _, reference in places}
        for number, account_id, name, email in known.contacts_like(new, {word.lower() for word in new}):
            group = self.group_of(account_id)
            known_here = [place for place in self.people.get(email, []) if place[0] == group] if email else []
            if f"#{number}" not in named and not known_here:
                self.add_contact(group, f"#{number}", name, email)

    def touchpoint(self, who: Sequence[str], regarding: str) -> tuple[str, list[str], list[str]]:
        """Group, references of the people, and the words nobody is known by. Raises RowUnclear."""
        found = {
            word: self.people.get(word.lower(), []) or self.people.get(folded_name(word), []) for word in who
        }
        group = self._group_for(found, regarding)
        here = {word: [ref for place, ref in places if place == group] for word, places in found.items()}
        unclear = [word for word, references in here.items() if len(references) > 1]
        if unclear:
            raise RowUnclear(
                f"Several contacts at {self.names.get(group, 'the account')} are “{unclear[0][:80]}”."
            )
        people = [references[0] for references in here.values() if references]
        if not people:
            raise RowUnclear(f"“{'; '.join(who)[:120] or 'Nobody'}” is not a contact at {self._name(group)}.")
        return (
            group,
            list(dict.fromkeys(people)),
            [word for word, references in here.items() if not references],
        )

    def _group_for(self, found: dict[str, list[Place]], regarding: str) -> str:
        if regarding and self.is_account(regarding):
            return self.account(regarding)
        groups = {group for places in found.values() for group, _ in places}
        if len(groups) > 1:
            groups &= {group for group, _ in self.people.get(folded_name(regarding), [])}
        if len(groups) == 1:
            return groups.pop()
        words = "; ".join(found)[:120] or "Nobody"
        if not any(found.values()):
            raise RowUnclear(f"“{words}” is not a contact of any account.")
        raise RowUnclear(f"“{words}” is known at several accounts, and the row does not say which.")

    def _name(self, group: str) -> str:
        return self.names.get(group, "this account")
