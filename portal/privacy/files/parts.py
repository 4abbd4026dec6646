"""The parts of a package that are no text of its own: properties, custom data, pictures, embedded files."""

from __future__ import annotations

from pathlib import PurePosixPath

from portal.privacy.files.layers import Contents
from portal.privacy.files.packages import XML, Package, all_texts, readable_runs, telling_attributes

Places = tuple[tuple[str, str], ...]


def other_parts(package: Package, contents: Contents, *, besides: tuple[str, ...], places: Places) -> None:
    """Reads each part that does not begin with one of ``besides``; ``places`` maps beginnings to what people say."""
    for place, data in package.besides():
        contents.hidden(place, readable_runs(data))
    for name in package.names:
        told = name.startswith(besides) and name.endswith(".xml")
        if told or name == "[Content_Types].xml":
            continue
        if not name.lower().endswith(XML):
            contents.attached.append((_called(name), package.read(name)))
            continue
        root = package.tree(name)
        place = next((said for start, said in places if name.startswith(start)), name)
        said = "链接地址" if name.endswith(".rels") else place
        contents.hidden(said, [*all_texts(root), *telling_attributes(root)])


def _called(name: str) -> str:
    folder = "图片" if "/media/" in name else "缩略图" if "thumbnail" in name else "嵌入对象"
    return f"{folder} {PurePosixPath(name).name}"
