"""The parts of a package that are no text of its own: properties, custom data, pictures, embedded files."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from portal.privacy.files.layers import Contents
from portal.privacy.files.markup import NUMBER, all_texts, telling_attributes
from portal.privacy.files.packages import STRAYS, TELLING, XML, Package, readable_runs

Places = tuple[tuple[str, str], ...]
LOOSE_TEXT = re.compile(rf"{TELLING.pattern}|{NUMBER.pattern}")


def other_parts(package: Package, contents: Contents, *, besides: Collection[str], places: Places) -> None:
    """Reads each part but those of the names ``besides``, of which only the remarks are told here; ``places`` maps
    beginnings to what people say."""
    for place, data in package.besides():
        contents.hidden(place, readable_runs(data, tells=LOOSE_TEXT))
    if foreign := package.foreign():
        contents.attached.append((STRAYS, foreign))
    for name in package.names:
        if not name.lower().endswith(XML) and name not in besides:
            contents.attached.append((_called(name), package.read(name)))
            continue
        place = next((said for start, said in places if name.startswith(start)), name)
        said = "链接地址" if name.endswith(".rels") else place
        if name not in besides:
            root = package.tree(name)
            contents.hidden(said, [*all_texts(root), *telling_attributes(root)])
        contents.hidden(said, package.remarks(name))


def _called(name: str) -> str:
    folder = "图片" if "/media/" in name else "缩略图" if "thumbnail" in name else "嵌入对象"
    return f"{folder} {PurePosixPath(name).name}"
