"""How a sign may be written: every form in which a program of ours or of a library stores text."""

from __future__ import annotations

import string
from collections.abc import Iterable
from urllib.parse import quote

from portal.privacy.sweep.canaries import Canary

SEPARATED = 11  # digits: a mobile number, also looked for with gaps
LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
URL_SAFE = bytes.maketrans(b"+/", b"-_")
LEAST_ENCODED = 6  # bytes, eight letters of base64: fewer are met by chance


def lowered_forms(sign: str) -> set[bytes]:
    """Forms in which case says nothing; to be looked for in lowered bytes."""
    texts = {sign, full_width(sign), *with_gaps(sign)}
    forms = {text.encode("utf-8") for text in texts}
    forms |= {sign.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le")}
    forms.add(sign.encode("gb18030"))
    escaped = ascii_escapes(sign)
    forms |= {text.encode("ascii") for text in escaped}
    return {form.lower() for form in forms}


def full_width(sign: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in sign)


def with_gaps(sign: str) -> list[str]:
    """A mobile number as people and formatters write it."""
    if len(sign) != SEPARATED or not sign.isdecimal():
        return []
    return [gap.join((sign[:3], sign[3:7], sign[7:])) for gap in (" ", "-", "\u00a0", "\u2011")]


def ascii_escapes(sign: str) -> set[str]:
    """Percent signs (one round and two), JSON, entities decimal and hexadecimal, quoted-printable, hexadecimal text."""
    percent = quote(sign, safe="")
    parts = [char if char.isascii() else f"\\u{ord(char):04x}" for char in sign]
    printable = "".join(chr(byte) if byte < 128 and byte != 61 else f"={byte:02X}" for byte in sign.encode())
    return {
        percent,
        quote(percent, safe=""),
        "".join(f"%{byte:02x}" for byte in sign.encode()),
        "".join(parts),
        "".join(parts).replace("\\", "\\\\"),
        "".join(f"\\u{ord(char):04x}" for char in sign),
        "".join(char if char.isascii() else f"&#{ord(char)};" for char in sign),
        "".join(char if char.isascii() else f"&#x{ord(char):x};" for char in sign),
        "".join(f"&#{ord(char)};" for char in sign),
        "".join(f"&#x{ord(char):x};" for char in sign),
        printable,
        sign.encode().hex(),
        sign.encode("utf-16-be").hex(),  # strings of a PDF
    }


def base64_forms(sign: str, *, whole_letters: bool = False) -> set[bytes]:
    """What ``sign`` looks like inside base64, wherever in a group of three bytes it begins; case matters here.

    A letter holds six bits, so the last one may belong to what follows too: then each that it can be is a form, or,
    for the beginning of many signs (``whole_letters``), it is left out.
    """
    forms = set()
    for skipped in range(3):
        data = sign.encode()[skipped:]
        if len(data) < LEAST_ENCODED:
            continue
        whole, left = divmod(len(data) * 8, 6)
        bits = int.from_bytes(data, "big")
        text = "".join(LETTERS[bits >> (left + 6 * place) & 63] for place in reversed(range(whole)))
        known = (bits & ((1 << left) - 1)) << (6 - left)
        ends = [LETTERS[known | more] for more in range(1 << (6 - left))] if left and not whole_letters else [""]
        forms |= {(text + end).encode() for end in ends}
    return forms | {form.translate(URL_SAFE) for form in forms}


class Net:
    """Looks for many signs at once: first for the stems that many share, then for the signs behind a stem."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._meshes: dict[str, list[Canary]] = {}
        for canary in canaries:
            self._meshes.setdefault(canary.stem, []).append(canary)
        self._stems = {stem: (lowered_forms(stem), base64_forms(stem, whole_letters=True)) for stem in self._meshes}
        self._signs = {
            canary.label: (lowered_forms(canary.sign), base64_forms(canary.sign))
            for mesh in self._meshes.values()
            for canary in mesh
        }

    def caught(self, data: bytes) -> set[str]:
        """Labels of the signs in ``data``, in whatever form they are written there."""
        low, found = data.lower(), set()
        for stem, mesh in self._meshes.items():
            plain, encoded = self._stems[stem]
            if any(form in low for form in plain):
                found |= {canary.label for canary in mesh if any(form in low for form in self._signs[canary.label][0])}
            if any(form in data for form in encoded):
                found |= {canary.label for canary in mesh if any(form in data for form in self._signs[canary.label][1])}
        return found
