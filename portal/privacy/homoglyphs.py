"""Letters typed for digits: 138OOOO1234."""

from __future__ import annotations

import re

LOOKALIKES = {"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1"}
# Only inside a number: a digit, perhaps a separator, right before, and a digit or another such letter behind.
RUN = re.compile(r"(?<=\d)([OoQlI|]+)(?=[\s.\-]?\d)|(?<=\d[\s.\-])([OoQlI|]+)(?=[\s.\-]?\d)")


def read_letters_as_digits(text: str) -> str:
    """``text`` with O, o, Q read as 0 and l, I, | as 1 where digits stand on both sides; its length is unchanged."""
    return RUN.sub(lambda match: "".join(LOOKALIKES[char] for char in match.group()), text)
