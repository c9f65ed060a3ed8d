"""White space: an account's grid, all accounts × products, cells, plays, what customers spend."""

from django.urls import path

from ..views import room, room_edit, room_lists, wallet

urlpatterns = [
    path("white-space/", room.portfolio, name="white_space"),
    path("white-space/file/", room_lists.white_space_file, name="white_space_file"),
    path("white-space/cells/", room_lists.cells, name="cells"),
    path("white-space/plays/", room_lists.plays, name="room_plays"),
    path("accounts/<int:pk>/white-space/", room.account_room, name="account_room"),
    path("accounts/<int:pk>/white-space/<int:product>/<int:unit>/", room_edit.cell_edit, name="cell_edit"),
    path("accounts/<int:pk>/spend/new/", wallet.estimate_new, name="estimate_new"),
    path("white-space/estimates/<int:pk>/withdraw/", wallet.estimate_withdraw, name="estimate_withdraw"),
    path("white-space/cells/<int:pk>/look/", room_edit.cell_look, name="cell_look"),
    path("white-space/cells/<int:pk>/play/", room_edit.room_play_start, name="room_play_start"),
    path("white-space/plays/<int:pk>/edit/", room_edit.room_play_edit, name="room_play_edit"),
    path("white-space/plays/<int:pk>/step/", room_edit.room_play_step, name="room_play_step"),
    path("white-space/plays/<int:pk>/end/", room_edit.room_play_end, name="room_play_end"),
    path(
        "white-space/plays/<int:pk>/opportunity/",
        room_edit.room_play_opportunity,
        name="room_play_opportunity",
    ),
]
