"""What is held of a person, handed out and erased through the API."""

import json
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from accounts.models import Account
from contacts.models import DataRequest, Person
from retention.integrations.jobs.running import run_job
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_an_admins_token_hands_out_a_copy_and_erases(script: Scripts, vela: Account, ada: User) -> None:
    contact, hers = make_contact(vela, "Ana Ruiz", personal_note="Sails"), script(ada)
    path = f"personal-data/{contact.pk}/"
    assert hers.get(f"{path}copy/").json()["state"] is None
    assert hers.get(f"{path}copy/file/").status_code == 404
    asked = hers.post(f"{path}copy/")
    assert (asked.status_code, asked.json()["state"], asked.json()["is_ready"]) == (202, "waiting", False)
    assert hers.post(f"{path}copy/").status_code == 409, "it is under way"
    assert run_job()
    told = hers.get(f"{path}copy/").json()
    assert told["is_ready"] and told["manifest"]["records"]["contacts.Person"] == 1
    content = hers.get(f"{path}copy/file/").content
    assert sha256(content).hexdigest() == told["sha256"]
    copy = json.loads(ZipFile(BytesIO(content)).read("data.json"))
    rows = {section["key"]: section["rows"] for section in copy["sections"]}
    assert (rows["contacts.Contact"][0]["personal_note"], rows["contacts.Person"][0]["name"]) == (
        "Sails",
        "Ana Ruiz",
    )
    assert fields_at_fault(hers.post(f"{path}erase/", {})) == ["reason"]
    done = hers.post(f"{path}erase/", {"reason": "asked"})
    assert (done.status_code, done.json()["state"], done.json()["proof"]) == (202, "waiting", None)
    assert hers.post(f"{path}erase/", {"reason": "asked"}).status_code == 409, "it is under way"
    assert run_job()
    said = hers.get(f"{path}erasure/").json()
    assert (said["state"], said["done"], said["proof"]["kind"]) == ("done", said["total"], "erasure")
    assert said["proof"]["counts"]["still_named"] == 0 < said["proof"]["counts"]["columns_searched"]
    assert Person.objects.get(pk=copy["person"]).name == "Erased person"
    assert hers.post(f"{path}erase/", {"reason": "asked"}).status_code == 409
    assert list(DataRequest.objects.order_by("id").values_list("kind", flat=True)) == ["export", "erasure"]


def test_others_are_refused_and_a_token_needs_the_scope(
    script: Scripts, vela: Account, ada: User, lena: User
) -> None:
    contact = make_contact(vela, "Ana Ruiz")
    path = f"personal-data/{contact.pk}/erase/"
    assert script(lena).post(path, {"reason": "asked"}).status_code == 403
    assert script(ada, "contacts:write").post(path, {"reason": "asked"}).status_code == 403
    assert script(ada, "personal_data:write").post("personal-data/424242/copy/").status_code == 404
    assert not DataRequest.objects.exists()
