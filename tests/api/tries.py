"""One record of every kind, and everything a script can send about them."""

from datetime import timedelta
from typing import Any

from accounts.models import Account
from retention.cadence.models import CheckIn
from retention.lib.clock import database_now
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.security.makers import MAKERS

from .bodies import call_of, contract_of
from .conftest import Script
from .tries_people import TriesOfPeople

Try = tuple[str, str, dict[str, Any]]


class House(TriesOfPeople):
    """Records of Lena's account; ``tries`` are method, path and a body that is fine."""

    def __init__(self, running: Script, vela: Account) -> None:
        self.running, self.vela, self.today = running, vela, str(database_now().date())
        self.person = {"account_id": vela.pk, "name": "Ana Ruiz", "buying_role": "champion", "is_key": True}
        self.contact = running.post("contacts/", self.person).json()["id"]
        item = {"recurring_amount": "12000.00", "period_months": 12}
        lines = [{**item, "description": "Rooms"}, {**item, "description": "Spa"}]
        contract = running.post("contracts/", contract_of(vela, lines=lines)).json()
        self.contract, self.line, self.paused = contract["id"], *(row["id"] for row in contract["lines"])
        running.post(f"contract-lines/{self.paused}/suspend/", {"starts_on": "2027-01-01"})
        self.gone = running.post("accounts/", {"name": "Fjord Inns"}).json()["id"]
        draft = contract_of(vela, reference="C-2", activate=False)
        self.draft = running.post("contracts/", draft).json()["id"]
        self.invoice = running.post("invoices/", self.billed("I-1")).json()["id"]
        lost = {"prospect": "Bay Inn", "lost_on": "2026-11-02"}
        self.deal = running.post("lost-deals/", lost).json()["id"]
        self.call = running.post("touchpoints/", call_of(vela, contact_ids=[self.contact])).json()["id"]
        self.furnish_people(running, vela)
        self.check_in = CheckIn.objects.filter(contact_id=self.contact).get()
        self.later = str(max(self.check_in.due_on, database_now().date()) + timedelta(days=2))
        self.tries = {
            **self.of_people(),
            **self.records(),
            **self.agreements(),
            **self.lines(),
            **self.books(),
            **self.invoices(),
            **self.growth(),
            **self.work(),
            **self.people_map(),
            **self.decisions(),
            **self.agreed(),
        }

    def billed(self, number: str) -> dict[str, Any]:
        """An invoice of Vela's."""
        days = {"issued_on": "2026-10-01", "due_on": "2026-10-31"}
        return {"account_id": self.vela.pk, "number": number, **days, "amount": "500.00"}

    def records(self) -> dict[str, Try]:
        account: dict[str, Any] = {
            "name": "Fjord",
            "tier": "A",
            "customer_since": "2020-01-01",
            "first_value_on": "2020-03-01",
            "website": "keel.test",
        }
        account |= {"parent_id": self.vela.pk, "owner_id": self.vela.owner_id}
        contact = {**self.person, "since": "2026-01-01", "channels_forbidden": ["letter"]}
        contact |= {"preferred_interval_days": 30, "paused_until": "2027-01-01", "email": "a@b.test"}
        contact |= {"hours_from": "09:00", "hours_until": "11:00"}
        contact |= {"hours_days": ["tue"], "interests": "Sailing"}
        contact |= {"important_dates": [{"label": "Birthday", "month": 6, "day": 14, "year": 1979}]}
        contact |= {"assistant_id": self.contact}
        known = {"account_id": self.vela.pk, "name": "Ben Okafor"}
        return {
            "account": ("POST", "accounts/", account),
            "account changed": ("PATCH", f"accounts/{self.vela.pk}/", {"version": 1, "city": "Oslo"}),
            "account put": ("PUT", "accounts/by-external-id/crm/1/", {"name": "Fjord"}),
            "contact": ("POST", "contacts/", contact),
            "contact changed": ("PATCH", f"contacts/{self.contact}/", {"version": 1, "title": "CFO"}),
            "contact put": ("PUT", "contacts/by-external-id/crm/1/", known),
        }

    def agreements(self) -> dict[str, Try]:
        more = {"notice_value": 90, "auto_renew": True, "renewal_term_months": 12, "signed_on": "2026-06-01"}
        changed = {"version": 1, "term_end": "2028-06-30", "notice_unit": "days", "note": "Paper"}
        ended = {"last_day": "2027-03-31", "reason": "Moved away", "cause": "mid_term_termination"}
        another = contract_of(self.vela, reference="C-4")
        return {
            "contract": ("POST", "contracts/", contract_of(self.vela, reference="C-3", **more)),
            "contract changed": ("PATCH", f"contracts/{self.draft}/", changed),
            "contract put": ("PUT", "contracts/by-external-id/erp/1/", another),
            "contract in force": ("POST", f"contracts/{self.draft}/activate/", {}),
            "contract ended": ("POST", f"contracts/{self.contract}/end/", ended),
            "notice": ("POST", f"contracts/{self.contract}/notice/", {"received_on": "2026-11-02"}),
        }

    def lines(self) -> dict[str, Try]:
        of, line = {"contract_id": self.contract}, f"contract-lines/{self.line}"
        new = {
            **of,
            "recurring_amount": "100.00",
            "period_months": 1,
            "quantity": "2",
            "end_on": "2027-05-31",
        }
        new |= {"price_model": "fixed", "escalator_pct": "3.000", "start_on": "2026-09-01"}
        changed = {"effective_on": "2027-01-01", "recurring_amount": "15000.00", "description": "More"}
        pause = {"starts_on": "2027-01-01", "ends_on": "2027-01-31", "note": "Closed for winter"}
        rate = {"currency": "USD", "on": "2026-11-01", "rate": "0.92", "source": "ECB"}
        return {
            "line": ("POST", "contract-lines/", new),
            "line amended": ("POST", f"{line}/amendments/", changed),
            "line suspended": ("POST", f"{line}/suspend/", pause),
            "line resumed": ("POST", f"contract-lines/{self.paused}/resume/", {"on": "2027-03-01"}),
            "rate": ("POST", "rates/", rate),
        }

    def books(self) -> dict[str, Try]:
        leave = {"contract_id": self.contract, "on": "2027-01-31", "notice_value": 30, "note": "After a year"}
        leave |= {"notice_unit": "days", "notice_counted_from": "term_end"}
        merged = {"merged_id": self.gone, "survivor_id": self.vela.pk, "on": "2026-10-01"}
        merged |= {"note": "Bought by them", "correction": "Told late"}
        return {
            "break option": ("POST", "break-options/", leave),
            "merger": ("POST", "account-mergers/", merged),
            "books closed": ("POST", "closed-periods/", {"through": "2026-09-30"}),
        }

    def invoices(self) -> dict[str, Try]:
        billed = {**self.billed("I-2"), "contract_id": self.contract, "currency": "EUR"}
        paid = {"version": 1, "paid_on": "2026-11-02", "paid_amount": "500.00"}
        return {
            "invoice": ("POST", "invoices/", billed),
            "invoice changed": ("PATCH", f"invoices/{self.invoice}/", paid),
            "invoice put": ("PUT", "invoices/by-external-id/erp/1/", billed),
        }

    def people_map(self) -> dict[str, Try]:
        whom = {"contact_id": self.contact, "on": self.today}
        sure = {"certainty": "confirmed", "verified_on": self.today, "evidence": "Said so"}
        role = self.running.post("map-roles/", {"contact_id": self.contact, "role": "coach"}).json()["id"]
        other = self.running.post("contacts/", {**self.person, "name": "Max Thorn"}).json()["id"]
        listens = {"contact_id": other, "on_contact_id": self.contact}
        line = self.running.post("map-influences/", listens).json()["id"]
        rating, tie = {**whom, **sure, "influence": 4}, {**whom, "user_id": self.vela.owner_id}
        listening = {"on_contact_id": other, "note": "Friends"}
        return {
            "role": ("POST", "map-roles/", {**whom, **sure, "role": "champion"}),
            "role ended": ("POST", f"map-roles/{role}/end/", {"on": self.today}),
            "rating": ("POST", "map-ratings/", {**rating, "attitude": -1, "orientation": "financial"}),
            "tie": ("POST", "map-ties/", {**tie, "level": 2, "desired_level": 4}),
            "reports to": ("POST", "map-lines/", {**whom, "manager_id": other}),
            "listens": ("POST", "map-influences/", {**whom, **listening, "weight": 3}),
            "listens no more": ("POST", f"map-influences/{line}/end/", {"on": self.today}),
        }

    def growth(self) -> dict[str, Try]:
        halves = {"retention": {"fraction": "0.9000"}, "growth": {"amount": "1000.00", "currency": "EUR"}}
        target = {"quarter": "2027-01-01", "owner_id": self.vela.owner_id, **halves}
        deal = {"prospect": "Harbour Inn", "lost_on": "2026-11-02", "amount": "900.00", "note": "Too late"}
        asked = {"account_id": self.vela.pk, "contact_id": self.contact, "asked_on": "2026-10-20"}
        path = f"lost-deals/{self.deal}/"
        return {
            "targets": ("POST", "targets/", target),
            "lost deal": ("POST", "lost-deals/", deal),
            "lost deal changed": ("PATCH", path, {"version": 1, "note": "They chose another"}),
            "reference asked": ("POST", f"{path}references/", asked),
        }

    def work(self) -> dict[str, Try]:
        said = {"mood": 1, "minutes": 5, "is_private": False, "subject": "Prices"}
        said |= {"contact_ids": [self.contact], "next_step": {"text": "Write", "due_on": self.later}}
        correction = {"mood": 1, "text": "x"}
        check_in = f"check-ins/{self.check_in.pk}"
        return {
            "touchpoint": ("POST", "touchpoints/", call_of(self.vela, **said)),
            "touchpoint put": ("PUT", "touchpoints/by-external-id/phone/1/", call_of(self.vela)),
            "touchpoint corrected": ("POST", f"touchpoints/{self.call}/corrections/", correction),
            "check-in put off": ("POST", f"{check_in}/snooze/", {"until": self.later, "reason": "Away"}),
            "check-in skipped": ("POST", f"{check_in}/skip/", {"reason": "Met"}),
        }

    def decisions(self) -> dict[str, Try]:
        renewal = Renewal.objects.get(contract_id=self.contract)
        path, seen = f"renewals/{renewal.pk}/", {"version": renewal.version}
        why: dict[str, Any] = {
            "stated_reason": "Too dear",
            "root_cause": "insourced",
            "sub_code": "built_internally",
        }
        why |= {"evidence": "Mail of their CFO", "controllable": "external", "is_regrettable": False}
        ended = {**seen, "stage": "lost", "on": self.today, "reason": why}
        facts = {"version": 0, "health_reviewed_on": self.today, "scope": "All", "proposal_arr": "100.00"}
        facts |= {"term_wanted_months": 12, "objects_to_price": False}
        return {
            "facts changed": ("PATCH", f"{path}facts/", facts),
            "renewal called": ("PATCH", path, {**seen, "call": "commit", "note": "Sure"}),
            "renewal moved": ("POST", f"{path}stage/", {**seen, "stage": "preparing", "reason": ""}),
            "renewal closed": ("POST", f"{path}close/", ended),
        }

    def agreed(self) -> dict[str, Try]:
        of = {"renewal_id": Renewal.objects.get(contract_id=self.contract).pk}
        owner = User.objects.get(pk=self.vela.owner_id or 0)
        request = MAKERS["renewals.ApprovalRequest"](self.vela, owner)
        assessment = MAKERS["renewals.Assessment"](self.vela, owner)
        terms = {**of, "discount_pct": "8.00", "price_notice_days": 30, "index_on": "2026-10-01"}
        view = {"version": 1, "view": "at_risk", "reason": "Cap"}
        agreed = {"level": "lead", "agrees": True, "note": "Fine"}
        return {
            "terms": ("POST", "renewal-terms/", terms),
            "approval asked": ("POST", "approvals/", {**of, "note": "They insist"}),
            "approval decided": ("POST", f"approvals/{request.pk}/decide/", agreed),
            "assessment given": ("POST", f"assessments/{assessment.pk}/give/", view),
            "assessment decided": ("POST", f"assessments/{assessment.pk}/decide/", view),
        }
