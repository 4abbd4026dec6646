"""Text in the order in which it is read: signs that nobody sees can make a line run from right to left."""

from __future__ import annotations

OVERRIDES = {"\u202d": False, "\u202e": True}  # whether what follows runs backwards
OPENING = {*OVERRIDES, "\u202a", "\u202b", "\u2066", "\u2067", "\u2068"}
CLOSING = {"\u202c", "\u2069"}


def as_read(text: str) -> str:
    """13800004712 for U+202E 21740000831. Text without overrides stays as it is; one holds to the end of its line."""
    return "\n".join(_line(line) for line in text.split("\n")) if any(sign in text for sign in OVERRIDES) else text


def turned(text: str) -> str:
    return text[::-1]


def _line(line: str) -> str:
    """What an override encloses, read; overrides may stand inside each other."""
    open_ones: list[tuple[bool, list[str]]] = [(False, [])]
    for char in line:
        if char in OPENING:
            backwards, _signs = open_ones[-1]
            open_ones.append((OVERRIDES.get(char, backwards), []))
        elif char not in CLOSING:
            open_ones[-1][1].append(char)
        elif len(open_ones) > 1:
            _close(open_ones)
    while len(open_ones) > 1:
        _close(open_ones)
    return "".join(open_ones[0][1])


def _close(open_ones: list[tuple[bool, list[str]]]) -> None:
    backwards, signs = open_ones.pop()
    inside, around = "".join(reversed(signs) if backwards else signs), open_ones[-1]
    around[1].append(inside)
