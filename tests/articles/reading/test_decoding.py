import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.errors import UnreadableRecord
from articles.reading.decoding import decode_text, find_declared_charset

RUSSIAN = "Президент страны заявил во вторник, что готов к переговорам о новом мосте через реку. " * 4


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_utf8_is_taken_at_its_word(text: str) -> None:
    assert decode_text(text.encode("utf-8")) == (text, "utf-8") or text.encode("utf-8")[:2] in {
        b"\xff\xfe",
        b"\xfe\xff",
    }


def test_line_ends_and_byte_order_mark_stay() -> None:
    assert decode_text(b"\xef\xbb\xbfone\r\ntwo\r") == ("\ufeffone\r\ntwo\r", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_are_told_by_their_mark(encoding: str) -> None:
    assert decode_text("Çava\n".encode(encoding)) == ("Çava\n", encoding)


def test_western_single_byte_text_is_detected() -> None:
    text = "“Café” owner André Gómez paid £5 – and left."
    assert decode_text(text.encode("cp1252")) == (text, "cp1252")


def test_cyrillic_single_byte_text_is_detected() -> None:
    text, encoding = decode_text(RUSSIAN.encode("cp1251"))
    assert (text, encoding) == (RUSSIAN, "cp1251")


def test_utf8_with_many_broken_bytes_is_refused_with_the_place() -> None:
    payload = "“Zelenskiy’s” visit".encode() + b" \xe2\x80 broke \xe2\x80 off"
    with pytest.raises(UnreadableRecord, match=rf"byte {payload.index(b' broke') - 2} \(0xe2\)") as caught:
        decode_text(payload)
    assert caught.value.reason_code == "invalid_encoding"


@pytest.mark.parametrize("broken", [b"\xe2\x80", b"\xff", b"\x9d"])
def test_one_broken_byte_in_sound_text_is_marked(broken: bytes) -> None:
    text = "“The weir holds,” said Årne Vik. "
    assert decode_text(text.encode() + broken + b" end") == (f"{text}\ufffd end", "utf-8, repaired")
    long = (text * 200).encode()
    assert decode_text(long + (broken + b" ") * 7)[1] == "utf-8, repaired"
    with pytest.raises(UnreadableRecord):
        decode_text(long + (broken + b" ") * 20)
    assert decode_text(b"The weir holds. \x9d It does.") == ("The weir holds. \ufffd It does.", "utf-8, repaired")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableRecord, match="Byte 3 is NUL") as caught:
        decode_text(b"PNG\0\0\1")
    assert caught.value.reason_code == "binary"
    with pytest.raises(UnreadableRecord, match=r"0xff") as caught:
        decode_text(b"plain \xff\xfe words")
    assert caught.value.reason_code == "invalid_encoding"


def test_a_declared_encoding_is_used() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Привет</body>'.encode("cp1251")
    declared = find_declared_charset(page)
    assert declared == "cp1251"
    assert "Привет" in decode_text(page, declared=declared)[0]


def test_latin1_pages_are_windows_1252_and_unknown_names_are_ignored() -> None:
    assert (
        find_declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">') == "cp1252"
    )
    assert find_declared_charset(b'<meta charset="klingon">') is None
    assert find_declared_charset(b"<p>no</p>") is None
