"""How protected values look in tables and on screens. A mask has a fixed number of stars: it tells no length."""

from __future__ import annotations

import re

from portal.privacy.folding import fold
from portal.privacy.lexicon import words
from portal.privacy.lookup import normalize_phone

STARS = "****"
ID_CARD = re.compile(r"\d{15}|\d{17}[\dXx]")


def mask_phone(value: str) -> str:
    """138****1234: at most the first three and last four digits of eleven or more; of shorter numbers the last two."""
    digits = normalize_phone(value)
    if len(digits) >= 11:
        return f"{digits[:3]}{STARS}{digits[-4:]}"
    return f"{STARS}{digits[-2:]}" if len(digits) >= 7 else STARS


def mask_name(value: str) -> str:
    """许**: the surname (two characters for 欧阳 and the like) and two stars; a single character is hidden whole."""
    name = fold(value.strip()).text
    if len(name) < 2:
        return "**"
    compound = len(name) >= 3 and name[:2] in words("compound_surnames")
    return f"{name[:2] if compound else name[0]}**"


def mask_email(value: str) -> str:
    """w***@example.com: the first character of a local part of three or more, and the host."""
    local, at, host = value.strip().rpartition("@")
    if not at or not host:
        return "***"
    return f"{local[0] if len(local) >= 3 else ''}***@{host}"


def mask_id_card(value: str) -> str:
    """35*************123: first two and last three characters of a 15 or 18 digit number; anything else is hidden."""
    number = "".join(char for char in fold(value).text if char.isalnum()).upper()
    if not ID_CARD.fullmatch(number):
        return STARS
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"
