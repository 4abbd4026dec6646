import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.masks import mask_email, mask_id_card, mask_name, mask_phone


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("13800001234", "138****1234"),
        ("１３８ 0000-1234", "138****1234"),
        ("88123400", "****00"),
        ("12345", "****"),
        ("", "****"),
        ("许", "****"),
    ],
)
def test_phones(value: str, mask: str) -> None:
    assert mask_phone(value) == mask


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("许文静", "许**"),
        ("许女士", "许**"),
        ("欧阳德厚", "欧阳**"),
        ("欧阳", "欧**"),
        ("许", "**"),
        ("", "**"),
        ("𠮷野家", "𠮷**"),
        ("阿依古丽·买买提", "阿**"),
    ],
)
def test_names(value: str, mask: str) -> None:
    assert mask_name(value) == mask


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("wang@example.cn", "w***@example.cn"),
        ("ab@example.cn", "***@example.cn"),
        ("no mail", "***"),
        ("x@", "***"),
        ("", "***"),
    ],
)
def test_mails(value: str, mask: str) -> None:
    assert mask_email(value) == mask


def test_id_cards_show_the_province_and_the_last_three() -> None:
    assert mask_id_card("35010120160301112x") == "35*************12X"
    assert mask_id_card("350101 20160301 1123") == "35*************123"
    assert mask_id_card("什么") == "****"


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_phone_mask_shows_at_most_seven_digits_and_never_most_of_the_number(digits: str) -> None:
    shown = sum(char.isdigit() for char in mask_phone(digits))
    assert shown <= 7
    assert shown <= max(0, len(digits) - 4)


@given(st.text(max_size=30))
def test_a_name_mask_shows_at_most_two_characters_and_never_the_whole_name(name: str) -> None:
    mask = mask_name(name)
    assert mask.endswith("**")
    assert len(mask) <= 4
    assert mask.removesuffix("**") != name.strip() or not name.strip()


@given(st.text(alphabet="abcdefgh.+_", min_size=1, max_size=30))
def test_a_mail_mask_shows_at_most_the_first_character_of_the_person(local: str) -> None:
    assert mask_email(f"{local}@example.cn") in ("***@example.cn", f"{local[0]}***@example.cn")
    assert mask_email(f"{local}@example.cn") != f"{local}@example.cn"
