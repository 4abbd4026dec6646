"""Letters typed for digits: 138OOOO1234."""

from __future__ import annotations

import re

LOOKALIKES = {
    **dict.fromkeys("OoQОоΟο", "0"),  # Latin, Cyrillic and Greek
    **dict.fromkeys("lI|іІ", "1"),
    "B": "8",
    "S": "5",
    "Z": "2",
}
LETTERS = "".join(map(re.escape, LOOKALIKES))
# Only inside a number: a digit, perhaps a separator, right before, and a digit or another such letter behind.
# The last one opens a number: l380…
RUN = re.compile(
    rf"(?<=\d)[{LETTERS}]+(?=[\s.\-]?\d)|(?<=\d[\s.\-])[{LETTERS}]+(?=[\s.\-]?\d)"
    rf"|(?<![A-Za-z\d])[lI|](?=[\s.\-]?[3-9](?:[\s.\-]?[\d{LETTERS}]){{9}})"
)

# As long as a mobile number, letters and digits mixed: l5O-OOOO-4712. Four true digits tell it from a word.
MIXED = re.compile(rf"(?<![A-Za-z\d])(?=(?:[^\d\n]{{0,9}}\d){{4}})[lI|1](?:[ .\-]?[\d{LETTERS}]){{10}}(?![A-Za-z\d])")


def read_letters_as_digits(text: str) -> str:
    """``text`` with letters that look like digits read as them inside a number or where a mobile number begins.

    Its length is unchanged.
    """
    text = MIXED.sub(lambda match: "".join(LOOKALIKES.get(char, char) for char in match.group()), text)
    return RUN.sub(lambda match: "".join(LOOKALIKES[char] for char in match.group()), text)
