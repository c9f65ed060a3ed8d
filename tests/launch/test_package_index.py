"""What the person told pip about package indexes holds for uv as well."""

from retention.launch.package_index import translate


def test_a_mirror_told_to_pip_is_told_to_uv() -> None:
    listing = "global.index-url='https://mirror.example/simple'\nglobal.cert='/etc/ca.pem'\n"
    assert translate(listing) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "SSL_CERT_FILE": "/etc/ca.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_several_indexes_and_folders_are_all_passed_on() -> None:
    listing = "global.extra-index-url='\\nhttps://a.example\\nhttps://b.example'\nglobal.find-links='/a /b'\n"
    told = translate(listing)
    assert told["UV_INDEX"] == "https://a.example https://b.example"
    assert told["UV_FIND_LINKS"] == "/a,/b"


def test_a_variable_counts_more_than_a_file_whatever_their_order() -> None:
    variable, file = ":env:.index-url='https://variable.example'", "global.index-url='https://file.example'"
    for listing in (f"{variable}\n{file}", f"{file}\n{variable}"):
        assert translate(listing)["UV_DEFAULT_INDEX"] == "https://variable.example"


def test_without_settings_uv_goes_its_own_way() -> None:
    assert translate("") == {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def test_a_line_that_cannot_be_read_is_left_out() -> None:
    assert "UV_DEFAULT_INDEX" not in translate(
        "global.index-url=not quoted\nnonsense\ndownload.index-url='x'"
    )
