"""The access policy's rows for what customers should learn (routes.py says how to read them)."""

from .answers import READ_ONLY, api, click, form, hands, page, sight, signed_in

EDUCATION_SCREENS = {
    "education": page(),
    "account_education": page("account"),
    "lesson_new": form("account"),
    "lesson_edit": form("lesson"),
    "lesson_taught": form("lesson"),
    "lesson_adopted": form("lesson"),
    "lesson_untaught": click("lesson"),
    "lesson_drop": click("lesson"),
    "lesson_restore": click("lesson"),
}
EDUCATION_API = {
    "api-lesson-list": api(post=signed_in(400)),
    "api-lesson-detail": api("lesson"),
    "api-lesson-teach": api("lesson", get=READ_ONLY, post=hands(409)),
    "api-lesson-judge": api("lesson", get=READ_ONLY, post=sight(400)),
    "api-lesson-take-back": api("lesson", get=READ_ONLY, post=hands(200)),
    "api-lesson-drop": api("lesson", get=READ_ONLY, post=hands(200)),
    "api-lesson-restore": api("lesson", get=READ_ONLY, post=hands(200)),
}
