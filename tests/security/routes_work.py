"""The access policy's rows for next steps with what they support, and for colleagues."""

from .answers import READ_ONLY, Route, api, page, signed_in

WORK_SCREENS = {
    "steps": page(),
    "step": page("step"),
    "colleagues": page(),
    "colleague": Route(signed_in(200), READ_ONLY, of="person"),
}
WORK_API = {
    "api-next-step-list": api(),
    "api-next-step-detail": api("step"),
    "api-colleague-list": api(),
    "api-colleague-detail": api("person", get=signed_in(200)),
}
