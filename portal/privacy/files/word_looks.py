"""Whether a reader sees a run of a docx at all: hidden by a switch, white on white, or too small to be read.

Properties come from the run, its style, the paragraph's style and the styles they are based on. Where a background may
come from elsewhere (a shape, the style of a table) letters count as seen: the copy then shows them in black.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from portal.privacy.files.markup import local
from portal.privacy.files.packages import Package

OFF = {"0", "false", "off", "none"}
SWITCHES = ("vanish", "webHidden", "specVanish")
TINY = 4  # half points
WHITE = {"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"}
LIGHT_THEME = {"background1", "light1", "bg1", "lt1"}
HIGHLIGHTS = {"black": "000000", "white": "FFFFFF"}
MAX_ABOVE = 20  # styles a style is based on


def value(element: etree._Element | None, name: str = "val") -> str:
    """The attribute ``name`` in whatever namespace it is written."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if etree.QName(key).localname == name), "")


def switched_on(properties: etree._Element | None, name: str) -> bool:
    switch = None if properties is None else properties.find(f"{{*}}{name}")
    return switch is not None and value(switch) not in OFF


@dataclass(slots=True)
class Looks:
    """The document's styles by their id."""

    styles: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Looks:
        """Raises FileRefused when the part that holds the styles is damaged."""
        if "word/styles.xml" not in package.names:
            return cls()
        found = package.tree("word/styles.xml").iterfind("{*}style")
        return cls({value(style, "styleId"): style for style in found})

    def hides(self, run: etree._Element) -> str:
        """Why nobody sees the run, as the place that is reported; "" when it is seen."""
        around = list(self._properties(run))
        if any(switched_on(self._first(around, name), name) for name in SWITCHES):
            return "隐藏文字"
        size = value(self._one(around, "sz"))
        if size.isdigit() and int(size) <= TINY:
            return "小得看不见的文字"
        return "与底色相同的文字" if self._is_pale(run, around) else ""

    def _first(self, around: list[etree._Element], name: str) -> etree._Element | None:
        """The properties closest to the run that say something about ``name``."""
        return next((one for one in around if one.find(f"{{*}}{name}") is not None), None)

    def _one(self, around: list[etree._Element], name: str) -> etree._Element | None:
        closest = self._first(around, name)
        return None if closest is None else closest.find(f"{{*}}{name}")

    def _properties(self, run: etree._Element) -> Iterator[etree._Element]:
        own = run.find("{*}rPr")
        if own is not None:
            yield own
        paragraph = next((above for above in run.iterancestors() if local(above) == "p"), None)
        of_paragraph = None if paragraph is None else paragraph.find("{*}pPr/{*}pStyle")
        for style in (value(None if own is None else own.find("{*}rStyle")), value(of_paragraph)):
            for one in self._chain(style):
                if (properties := one.find("{*}rPr")) is not None:
                    yield properties

    def _chain(self, style: str) -> Iterator[etree._Element]:
        for _level in range(MAX_ABOVE):
            one = self.styles.get(style)
            if one is None:
                return
            yield one
            style = value(one.find("{*}basedOn"))

    def _is_pale(self, run: etree._Element, around: list[etree._Element]) -> bool:
        color = self._one(around, "color")
        theme = value(color, "themeColor")
        ink = "FFFFFF" if theme in LIGHT_THEME else "" if theme else value(color).upper()
        ground = self._ground(run, around)
        if ground is None:
            return False
        return ink in WHITE if ground in {"", "FFFFFF"} else (ink or "000000") == ground

    def _ground(self, run: etree._Element, around: list[etree._Element]) -> str | None:
        """The colour behind the run, "" for the paper, None when it cannot be told."""
        highlight = value(self._one(around, "highlight"))
        if highlight and highlight != "none":
            return HIGHLIGHTS.get(highlight)
        shades = [self._one(around, "shd")]
        for above in run.iterancestors():
            name = local(above)
            if name in {"txbxContent", "background"}:
                return None
            if name == "tbl" and any(
                self._is_filled(one) for one in self._chain(value(above.find("{*}tblPr/{*}tblStyle")))
            ):
                return None
            shades += [above.find(f"{{*}}{name}Pr/{{*}}shd")] if name in {"p", "tc"} else []
            if name == "p":
                shades += [one.find("{*}pPr/{*}shd") for one in self._chain(value(above.find("{*}pPr/{*}pStyle")))]
        fills = (value(shade, "fill").upper() for shade in shades)
        return next((fill for fill in fills if fill and fill != "AUTO"), "")

    def _is_filled(self, style: etree._Element) -> bool:
        fills = (value(shade, "fill").upper() for shade in style.iter("{*}shd"))
        return any(fill and fill not in {"AUTO", "FFFFFF"} for fill in fills)
