"""Share of wallet by the API: written, read with what is ours, taken back, unknown where nobody knows."""

from accounts.models import Account
from retention.team.models import User
from tests.accounts.contract_book import line, signed

from .conftest import Scripts, fields_at_fault


def test_what_they_spend_is_written_and_read_with_our_share(
    script: Scripts, vela: Account, orchard: Account, lena: User
) -> None:
    signed(vela, lena, line(36_000))
    hers = script(lena)
    body = {"account_id": vela.pk, "amount": "90000", "source": "tender", "said_on": "2026-11-02"}
    assert hers.get(f"wallet-shares/{vela.pk}/").json()["share"] is None
    row = hers.post("spend-estimates/", body).json()
    assert (row["ours"], row["share"], row["share_by_rank"]) == ("36000.00", "0.4000", None)
    whole = hers.get(f"wallet-shares/{vela.pk}/").json()
    assert (whole["spend"], whole["share"], whole["coverage"]) == ("90000.00", "0.4000", "1.0000")
    ranked = hers.post("spend-estimates/", body | {"amount": None, "rank": "1.5", "suppliers": 3}).json()
    assert (ranked["share"], ranked["share_by_rank"]) == (None, "0.4167")
    assert hers.post(f"spend-estimates/{ranked['id']}/withdraw/", {}).json()["is_current"] is False
    standing = hers.get("spend-estimates/?current=1").json()["results"]
    assert [each["id"] for each in standing] == [row["id"]]
    assert fields_at_fault(hers.post("spend-estimates/", body | {"amount": None})) == ["amount"]
    assert fields_at_fault(hers.post("spend-estimates/", body | {"account_id": orchard.pk})) == ["account_id"]
