"""The drawing commands of a page that go into a copy: those that draw, with operands of the kind they take."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf

NAMED = {"gs", "Tf", "cs", "CS", "sc", "SC", "scn", "SCN", "ri"}
SAID = {"Tj", "TJ", "'", '"'}
IN_TEXT = SAID | {"Td", "TD", "Tm", "T*"}
LISTED = {"d", "TJ"}
STROKES = "q Q cm w J j M d i m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tr Ts G g RG rg K k"
DRAWING = frozenset(STROKES.split()) | NAMED | IN_TEXT
MAX_NUMBER = 10_000_000  # a page is 14,400 points at most; a longer number is somebody's


def kept(commands: Iterable[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage]) -> bytes | None:
    """The commands as a content stream; None when one of them carries what it has no use for."""
    taken: list[pikepdf.ContentStreamInstruction] = []
    inside = False
    for one in commands:
        if isinstance(one, pikepdf.ContentStreamInlineImage):
            return None
        name = str(one.operator)
        inside = name == "BT" or (inside and name != "ET")
        if name not in DRAWING or (name in IN_TEXT and not inside):
            continue
        if not all(_fits(name, operand) for operand in one.operands):
            return None
        taken.append(one)
    return pikepdf.unparse_content_stream(taken)


def _fits(name: str, operand: object) -> bool:
    if isinstance(operand, pikepdf.String):
        return name in SAID
    if isinstance(operand, pikepdf.Name):
        return name in NAMED
    if isinstance(operand, pikepdf.Array):
        return name in LISTED and all(_fits(name, each) for each in operand)
    return not isinstance(operand, pikepdf.Dictionary) and abs(float(operand)) < MAX_NUMBER  # type: ignore[arg-type]  # what is left are numbers
