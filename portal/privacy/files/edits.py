"""What the copy says instead of the original: decided by people and detectors, carried out by the child process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Edits:
    """``texts``: (layer, unit) → its whole new text. ``spans``: page (from 0) → ranges of its text to cover.

    ``boxes``: page (from 0) → boxes to cover, as fractions of the shown page: left, top, right, bottom.
    ``names``: sheet name → the name it gets.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    boxes: dict[int, list[tuple[float, float, float, float]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def text(self, layer: int, unit: int, original: str) -> str:
        return self.texts.get((layer, unit), original)

    def name(self, original: str) -> str:
        return self.names.get(original, original)

    def as_json(self) -> dict[str, Any]:
        return {
            "texts": [[layer, unit, text] for (layer, unit), text in self.texts.items()],
            "spans": list(self.spans.items()),
            "boxes": list(self.boxes.items()),
            "names": self.names,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Edits:
        return cls(
            {(layer, unit): text for layer, unit, text in data["texts"]},
            {page: [(start, end) for start, end in spans] for page, spans in data["spans"]},
            {page: [(a, b, c, d) for a, b, c, d in boxes] for page, boxes in data["boxes"]},
            data["names"],
        )
