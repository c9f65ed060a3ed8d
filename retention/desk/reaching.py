"""When somebody is best reached, in the words of pages."""

from datetime import datetime

from accounts.models import Account
from contacts.hours import best_hours, best_reached
from contacts.models import Contact


def hours_words(contact: Contact) -> str:
    """“Tue–Thu 9–11”; empty when nobody said."""
    return best_hours(contact.hours_days, contact.hours_from, contact.hours_until)


def best_time(contact: Contact, account: Account, at: datetime) -> str:
    """“Tue–Thu 9–11, their time, now 14:20 there”: by the zone of the person, or else of the account."""
    return best_reached(hours_words(contact), contact.time_zone or account.time_zone, at)
