"""Letters typed for digits: 138OOOO1234."""

from __future__ import annotations

import re

from portal.privacy.spoken import SEPARATOR

LOOKALIKES = {
    **dict.fromkeys("oOQDοΟоО", "0"),  # Latin, Greek and Cyrillic
    **dict.fromkeys("lIi|丨іІ", "1"),
    **dict.fromkeys("zZ", "2"),
    **dict.fromkeys("sS", "5"),
    **dict.fromkeys("bG", "6"),
    **dict.fromkeys("gq", "9"),
    "B": "8",
}
LETTERS = "".join(map(re.escape, LOOKALIKES))
# Letters that stand for digits wherever digits surround them; the others only in a number of the right length.
SURE = "".join(map(re.escape, "oOQDοΟоОlI|丨іІBSZz"))
# Only inside a number: a digit, perhaps separators, right before, and a digit or another such letter behind.
# The last one opens a number: l380…
RUN = re.compile(
    rf"(?<=\d)[{SURE}]+(?=[\s.\-—–·/()]{{0,2}}(?:[oO]{{1,3}}[\s.\-]?)?\d)|(?<=\d[\s.\-—–·/(])[{SURE}]+(?=[\s.\-—–·/()]{{0,2}}\d)"
    rf"|(?<![A-Za-z\d])[lI|丨](?=[\s.\-]?[3-9](?:[\s.\-]?[\d{SURE}]){{9}})"
)

# As long as a phone number or as long as an identity or card number, letters and digits mixed: l5O-OOOO-4712.
ONE = rf"(?:{SEPARATOR}|空格|\n){{0,3}}[\d{LETTERS}]"
PHONE = re.compile(rf"(?<![A-Za-z\d])(?:[lIi|丨іІ1](?:{ONE}){{10}}|[0oO](?:{ONE}){{9,11}})(?![A-Za-z\d])")
LONG = re.compile(rf"(?<![A-Za-z\d])[\dBSZzbsIil|丨](?:{ONE}){{14,18}}[Xx]?(?![A-Za-z\d])")


def read_letters_as_digits(text: str) -> str:
    """``text`` with letters that look like digits read as them inside a number or where a number begins.

    Its length is unchanged. A number has four true digits, a long one six: that tells it from words.
    """
    text = PHONE.sub(lambda match: _read(match.group(), 4), text)
    text = LONG.sub(lambda match: _read(match.group(), 6), text)
    for _part in range(2):  # 3O OO27: what stands behind the blank once what stands before it is read
        text = RUN.sub(lambda match: "".join(LOOKALIKES[char] for char in match.group()), text)
    return text


def _read(run: str, fewest: int) -> str:
    roll = run[0] in "lG" and sum(char.isalnum() for char in run) == 19  # a school roll number begins with a letter
    if roll or sum(char.isdigit() for char in run) < fewest:
        return run
    return "".join(LOOKALIKES.get(char, char) for char in run)
