"""The access policy's rows for white space (routes.py says how to read them)."""

from .answers import READ_ONLY, api, click, form, hands, page, sight, signed_in

ROOM_SCREENS = {
    "white_space": page(),
    "white_space_file": page(),
    "cells": page(),
    "room_plays": page(),
    "account_room": page("account"),
    "cell_edit": form("account"),
    "cell_look": click("cell"),
    "room_play_start": form("cell"),
    "room_play_edit": form("room_play"),
    "room_play_step": form("room_play"),
    "room_play_end": form("room_play"),
    "room_play_opportunity": click("room_play"),
    "estimate_new": form("account"),
    "estimate_withdraw": click("estimate"),
}
ROOM_API = {
    "api-cell-list": api(post=signed_in(400)),
    "api-cell-detail": api("cell"),
    "api-cell-look": api("cell", get=READ_ONLY, post=hands(200)),
    "api-room-play-list": api(post=signed_in(400)),
    "api-room-play-detail": api("room_play"),
    "api-room-play-step": api("room_play", get=READ_ONLY, post=sight(400)),
    "api-room-play-opportunity": api("room_play", get=READ_ONLY, post=hands(200)),
    "api-room-play-end": api("room_play", get=READ_ONLY, post=sight(400)),
    "api-spend-list": api(post=signed_in(400)),
    "api-spend-detail": api("estimate"),
    "api-spend-withdraw": api("estimate", get=READ_ONLY, post=hands(200)),
    "api-wallet-share-list": api(),
    "api-wallet-share-detail": api("account"),
    "api-recommendation-list": api(),
    "api-recommendation-detail": api("account"),
}
