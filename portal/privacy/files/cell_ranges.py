"""Ranges of cells, as a sheet names them: A1:C9."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from openpyxl.utils.cell import range_boundaries

from portal.privacy.files.refusals import FileRefused, Reason

MAX_ROWS = 200_000  # in all ranges of a sheet together


class Ranges:
    """Answers quickly for one cell. Raises FileRefused when the ranges are more than a sheet for people has."""

    def __init__(self, refs: Iterable[str]) -> None:
        self._rows: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
        self._whole: list[tuple[int, int, int, int]] = []
        self._left = MAX_ROWS
        self.add(refs)

    def add(self, refs: Iterable[str]) -> None:
        for ref in " ".join(refs).split():
            left, top, right, bottom = range_boundaries(ref)
            if left is None or top is None or right is None or bottom is None:
                continue
            if bottom - top > MAX_ROWS // 4 and len(self._whole) < 20:  # whole columns
                self._whole.append((left, top, right, bottom))
                continue
            self._left -= bottom - top + 1
            if self._left < 0:
                raise FileRefused(Reason.CELLS)
            for row in range(top, bottom + 1):
                self._rows[row].append((left, right, row == top))

    def hold(self, row: int, column: int, *, besides_first: bool = False) -> bool:
        """True for a cell in one of the ranges; ``besides_first``: the cell at its left top does not count."""
        for left, right, is_top in self._rows.get(row, ()):
            if left <= column <= right and not (besides_first and is_top and column == left):
                return True
        return any(
            left <= column <= right and top <= row <= bottom and not (besides_first and (row, column) == (top, left))
            for left, top, right, bottom in self._whole
        )
