"""What was found in a file, put together for a person: each text once, with its places, and why it needs a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portal.privacy.files import sandbox
from portal.privacy.files.cleaning import PICTURES
from portal.privacy.files.columns import identifier_columns
from portal.privacy.files.inspection import Inspection
from portal.privacy.files.kinds import FileKind
from portal.privacy.files.searching import Found
from portal.privacy.kinds import label

PLACES_SHOWN = 6
CONCEALED = (
    "批注",
    "修订",
    "隐藏",
    "看不见",
    "旧版本",
    "附件",
    "嵌入",
    "缓存",
    "多余",
    "末尾",
    "重复",
    "没有用到",
    "底色",
    "页码",
    "缩略图",
)
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Group:
    """One text wherever it stands. ``boxes``: (page from 1, box) where it is seen on a page; ``shown``: whether any
    reader sees it; what nobody sees is never in the copy, so there is nothing to decide."""

    text: str
    kind: str
    reason: str
    mask: str
    places: tuple[str, ...]
    shown: bool
    boxes: tuple[tuple[int, Box], ...] = ()

    @property
    def label(self) -> str:
        return label(self.kind)

    @property
    def said(self) -> str:
        """Its places as one phrase."""
        more = f"等{len(self.places)}处" if len(self.places) > PLACES_SHOWN else ""
        return "、".join(self.places[:PLACES_SHOWN]) + more


@dataclass(frozen=True, slots=True)
class Report:
    """``concealed`` are places whose text a reader does not see; ``unread`` sentences on what no machine has read;
    ``columns`` headings of columns that hold identifiers."""

    kind: FileKind
    groups: tuple[Group, ...]
    concealed: tuple[str, ...]
    unread: tuple[str, ...]
    columns: tuple[str, ...] = ()

    @property
    def needs_a_person(self) -> bool:
        return bool(self.groups or self.unread or self.concealed)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        groups = tuple(
            Group(**{**one, "places": tuple(one["places"]), "boxes": tuple((p, tuple(b)) for p, b in one["boxes"])})
            for one in data["groups"]
        )
        lists = {name: tuple(data[name]) for name in ("concealed", "unread", "columns")}
        return cls(FileKind(data["kind"]), groups, **lists)


def report(inspection: Inspection, path: Path, *, with_boxes: bool = False) -> Report:
    """``with_boxes`` asks the child process where the texts stand; raises FileRefused as reading does."""
    groups = _grouped(inspection.found, _boxes(inspection, path) if with_boxes else {})
    concealed = [place for place in inspection.concealed if any(word in place for word in CONCEALED)]
    columns = identifier_columns(inspection.contents.layers, inspection.found)
    headings = tuple(dict.fromkeys(f"{one.place} {one.heading}" for one in columns))
    return Report(inspection.kind, groups, tuple(concealed), tuple(inspection.unread), headings)


def _boxes(inspection: Inspection, path: Path) -> dict[Found, tuple[tuple[int, Box], ...]]:
    if inspection.kind not in PICTURES:
        return {}
    asked = [(one, part) for one in inspection.found if one.shown for part in one.parts]
    found = sandbox.boxes_of(path, inspection.kind, [(part.unit, part.start, part.end) for _one, part in asked])
    placed: dict[Found, tuple[tuple[int, Box], ...]] = {}
    for (one, part), boxes in zip(asked, found, strict=True):
        placed[one] = (*placed.get(one, ()), *((part.unit + 1, box) for box in boxes))
    return placed


def _grouped(found: tuple[Found, ...], boxes: dict[Found, tuple[tuple[int, Box], ...]]) -> tuple[Group, ...]:
    groups: dict[tuple[str, bool], list[Found]] = {}
    for one in found:
        groups.setdefault((one.text, one.shown), []).append(one)
    return tuple(_group(same, boxes) for same in groups.values())


def _group(same: list[Found], boxes: dict[Found, tuple[tuple[int, Box], ...]]) -> Group:
    one, places = same[0], tuple(dict.fromkeys(each.place for each in same))
    stands = tuple(box for each in same for box in boxes.get(each, ()))
    return Group(one.text, str(one.kind), one.reason, one.mask, places, one.shown, stands)
