"""PDFs with a secret in every place that a page or an object can hold one. See nasty_word.

``build`` makes one document of many pages, each with something of its own; ``HARD`` are documents of their own.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.portal.privacy.files.documents import line, page, phone, secret
from tests.portal.privacy.files.nasty_word import Numbers, photograph

OPEN = "only open words"


def scattered(text: str) -> bytes:
    """Each letter placed on its own, the last one first."""
    placed = [b"BT /F1 14 Tf %d 500 Td (%s) Tj ET\n" % (72 + 9 * n, c.encode()) for n, c in enumerate(text)]
    return b"".join(reversed(placed))


def spaced(text: str) -> bytes:
    shown = " ".join(f"({char}) -300" for char in text)
    return f"BT /F1 14 Tf 72 500 Td [{shown}] TJ ET\n".encode()


def two_lines(text: str) -> bytes:
    return line(text[:5], y=500, x=300) + line(text[5:], y=480)


VISIBLE: dict[str, Callable[[str], bytes]] = {
    "plain": line,
    "letter by letter, backwards": scattered,
    "with wide gaps": spaced,
    "over two lines": two_lines,
    "turned": lambda text: b"BT /F1 14 Tf 0 1 -1 0 300 300 Tm (%s) Tj ET\n" % text.encode(),
    "mirrored": lambda text: b"q -1 0 0 1 595 0 cm BT /F1 14 Tf 72 300 Td (%s) Tj ET Q\n" % text.encode(),
    "in hex": lambda text: b"BT /F1 14 Tf 72 300 Td <%s> Tj ET\n" % text.encode().hex().encode(),
    "grown by a matrix": lambda text: b"q 20 0 0 20 0 0 cm BT /F1 .7 Tf 3 20 Td (%s) Tj ET Q\n" % text.encode(),
}
UNSEEN: dict[str, Callable[[str], bytes]] = {
    "white": lambda text: line(text, before="1 1 1 rg"),
    "mode 3": lambda text: b"BT 3 Tr /F1 14 Tf 72 500 Td (%s) Tj ET\n" % text.encode(),
    "clip only": lambda text: b"q BT 7 Tr /F1 14 Tf 72 500 Td (%s) Tj ET Q\n" % text.encode(),
    "under a bar": lambda text: line(text) + b"0 0 0 rg 60 690 400 30 re f\n",
    "outside the page": lambda text: line(text, x=700, y=900),
    "left of the page": lambda text: line(text, x=-400),
    "clipped away": lambda text: b"q 0 0 10 10 re W n " + line(text) + b" Q\n",
    "tiny": lambda text: b"BT /F1 .3 Tf 72 500 Td (%s) Tj ET\n" % text.encode(),
    "transparent": lambda text: b"q /GS0 gs " + line(text) + b" Q\n",
    "for screen readers": lambda text: b"/Span <</ActualText (%s)>> BDC " % text.encode() + line("x") + b"EMC\n",
    "for screen readers, wide": lambda text: (
        b"/Span <</ActualText <%s>>> BDC " % (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
        + line("x")
        + b"EMC\n"
    ),
    "tag of a mark": lambda text: b"/Artifact <</Contents (%s)>> BDC EMC\n" % text.encode(),
    "comment in the drawing": lambda text: b"%% %s\n" % text.encode(),
    "behind the drawing": lambda text: b"\nBX (%s) unknownop EX\n" % text.encode(),
    "inline picture": lambda text: (
        b"q 9 0 0 9 9 9 cm BI /W 8 /H 8 /CS /G /BPC 8 ID " + text.encode().ljust(64)[:64] + b" EI Q\n"
    ),
}


def build(path: Path) -> tuple[dict[str, int], set[str]]:
    """Writes the document; returns the numbers of the places, and which places a reader sees."""
    numbers = Numbers()
    with pikepdf.new() as document:
        for name, draw in {**VISIBLE, **UNSEEN}.items():
            content = line("page " + str(len(document.pages)), y=60) + draw(numbers.secret(name))
            made = page(document, content)
            made.Resources.ExtGState = Dictionary(GS0=Dictionary(ca=0, CA=0))
            document.pages.append(pikepdf.Page(document.make_indirect(made)))
        document.pages.append(pikepdf.Page(document.make_indirect(page(document, line(OPEN)))))
        for name, put in OBJECTS.items():
            document.pages.append(pikepdf.Page(document.make_indirect(page(document, line("object")))))
            put(document, numbers.secret(name))
        document.save(path)
    path.write_bytes(path.read_bytes() + b"\n" + numbers.secret("behind the end").encode())
    return numbers.given, set(VISIBLE)


def _form(document: pikepdf.Pdf, text: str) -> pikepdf.Object:
    shown = Stream(document, line(text))
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    shown.Resources = Dictionary(Font=document.pages[0].Resources.Font)
    return shown


def _unused_form(document: pikepdf.Pdf, text: str) -> None:
    document.pages[-1].Resources.XObject = Dictionary(Fm9=_form(document, text))


def _drawn_form(document: pikepdf.Pdf, text: str) -> None:
    document.pages[-1].Resources.XObject = Dictionary(Fm1=_form(document, text))
    document.pages[-1].Contents = Stream(document, b"1 1 1 rg /Fm1 Do\n")


def _pattern(document: pikepdf.Pdf, text: str) -> None:
    tile = _form(document, text)
    del tile.Type, tile.Subtype
    tile.PatternType, tile.PaintType, tile.TilingType, tile.XStep, tile.YStep = 1, 1, 1, 600, 850
    document.pages[-1].Resources.Pattern = Dictionary(P1=tile)


def _annotation(document: pikepdf.Pdf, **more: object) -> Dictionary:
    made = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([9, 9, 99, 99]), **more)
    document.pages[-1].Annots = Array([document.make_indirect(made)])
    return made


def _appearance(document: pikepdf.Pdf, text: str) -> None:
    _annotation(document, AP=Dictionary(N=_form(document, text)))


def _rich(document: pikepdf.Pdf, text: str) -> None:
    _annotation(document, RC=String(f"<body><p>{text}</p></body>"))


def _author_of_note(document: pikepdf.Pdf, text: str) -> None:
    _annotation(document, T=String(text))


def _field_name(document: pikepdf.Pdf, text: str) -> None:
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(text), TU=String("x"), Rect=Array([0, 0, 9, 9])
    )
    field = document.make_indirect(made)
    document.pages[-1].Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def _choices(document: pikepdf.Pdf, text: str) -> None:
    _annotation(document, FT=Name.Ch, Opt=Array([String("x"), String(text)]))


def _link(document: pikepdf.Pdf, text: str) -> None:
    _annotation(document, A=Dictionary(S=Name.URI, URI=String(f"tel:{text}")))


def _destination(document: pikepdf.Pdf, text: str) -> None:
    names = Array([String(text), Array([document.pages[0].obj, Name.Fit])])
    document.Root.Names = Dictionary(Dests=Dictionary(Names=names))


def _old_destination(document: pikepdf.Pdf, text: str) -> None:
    word = text.split(maxsplit=1)[0]
    document.Root.Dests = Dictionary({f"/{word}": Array([document.pages[0].obj, Name.Fit])})


def _label(document: pikepdf.Pdf, text: str) -> None:
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=String(text))]))


def _outline(document: pikepdf.Pdf, text: str) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(text, 0))


def _script(document: pikepdf.Pdf, text: str) -> None:
    code = document.make_stream(f"app.alert('{text}')".encode())
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=code)


def _layer(document: pikepdf.Pdf, text: str) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(text)))
    document.Root.PieceInfo = Dictionary(Layers=Array([group]))


def _thread(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Threads = Array([document.make_indirect(Dictionary(I=Dictionary(Title=String(text))))])


def _thumbnail(document: pikepdf.Pdf, text: str) -> None:
    document.pages[-1].Thumb = _photo(document, text)


def _photo(document: pikepdf.Pdf, text: str) -> pikepdf.Object:
    shown = Stream(document, photograph(text))
    shown.Type, shown.Subtype, shown.Filter = Name.XObject, Name.Image, Name.DCTDecode
    shown.Width, shown.Height, shown.ColorSpace, shown.BitsPerComponent = 40, 30, Name.DeviceRGB, 8
    return shown


def _unused_photo(document: pikepdf.Pdf, text: str) -> None:
    document.pages[-1].Resources.XObject = Dictionary(Im9=_photo(document, text))


def _xmp_of_picture(document: pikepdf.Pdf, text: str) -> None:
    photo = _photo(document, "open")
    photo.Metadata = Stream(document, f"<x:xmpmeta><v>{text}</v></x:xmpmeta>".encode())
    document.pages[-1].Resources.XObject = Dictionary(Im9=photo)


def _attachment(document: pikepdf.Pdf, text: str) -> None:
    document.attachments["list.txt"] = pikepdf.AttachedFileSpec(document, text.encode())


def _attachment_name(document: pikepdf.Pdf, text: str) -> None:
    document.attachments[f"{text}.txt"] = pikepdf.AttachedFileSpec(document, b"open")


def _gzipped(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Extra = document.make_stream(zlib.compress(text.encode()))


def _loose(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Loose = document.make_indirect(Dictionary(V=document.make_indirect(String(text))))


def _loose_stream(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Stray = document.make_stream(text.encode())


def _old_page(document: pikepdf.Pdf, text: str) -> None:
    """Taken out of the tree of pages, still there."""
    document.Root.Old = document.make_indirect(page(document, line(text)))


def _name(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Odd = Name("/" + text.replace(" ", "_"))


def _key(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Keyed = Dictionary({"/" + text.replace(" ", "_"): 1})


def _structure(document: pikepdf.Pdf, text: str) -> None:
    item = Dictionary(S=Name.Span, E=String(text), Lang=String("zh"))
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=document.make_indirect(item))


def _author(document: pikepdf.Pdf, text: str) -> None:
    document.docinfo["/Author"] = String(text)


def _own_info(document: pikepdf.Pdf, text: str) -> None:
    document.docinfo["/Vorgang"] = String(text)


def _xmp(document: pikepdf.Pdf, text: str) -> None:
    with document.open_metadata(update_docinfo=False) as about:
        about["dc:description"] = text


def _font_name(document: pikepdf.Pdf, text: str) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + text.replace(" ", "+")))
    document.pages[-1].Resources.Font.F9 = font


def _font_file(document: pikepdf.Pdf, text: str) -> None:
    program = document.make_stream(b"%!PS-AdobeFont " + text.encode())
    program.Length1 = 10
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, FontFile=program)
    document.pages[-1].Resources.Font.F9 = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FontDescriptor=descriptor
    )


def _profile(document: pikepdf.Pdf, text: str) -> None:
    profile = document.make_stream(b"\0" * 128 + text.encode())
    profile.N = 3
    document.pages[-1].Resources.ColorSpace = Dictionary(CS0=Array([Name.ICCBased, profile]))


def _intent(document: pikepdf.Pdf, text: str) -> None:
    document.Root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, Info=String(text))])


def _xfa(document: pikepdf.Pdf, text: str) -> None:
    document.Root.XFA = document.make_stream(f"<xdp><field>{text}</field></xdp>".encode())


def _signature(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Perms = Dictionary(DocMDP=Dictionary(Type=Name.Sig, Name=String("x"), Contents=String(text)))


def _number(document: pikepdf.Pdf, text: str) -> None:
    document.Root.Counted = int(text.split(maxsplit=1)[0])


OBJECTS: dict[str, Callable[[pikepdf.Pdf, str], None]] = {
    "unused form": _unused_form,
    "form drawn in white": _drawn_form,
    "pattern": _pattern,
    "look of an annotation": _appearance,
    "rich text of an annotation": _rich,
    "author of an annotation": _author_of_note,
    "name of a field": _field_name,
    "choices of a field": _choices,
    "link": _link,
    "destination": _destination,
    "old destination": _old_destination,
    "page label": _label,
    "bookmark": _outline,
    "script": _script,
    "layer": _layer,
    "thread": _thread,
    "thumbnail": _thumbnail,
    "unused photograph": _unused_photo,
    "XMP of a picture": _xmp_of_picture,
    "attachment": _attachment,
    "name of an attachment": _attachment_name,
    "packed twice": _gzipped,
    "loose string": _loose,
    "loose stream": _loose_stream,
    "page taken out": _old_page,
    "name": _name,
    "key": _key,
    "structure": _structure,
    "author": _author,
    "own property": _own_info,
    "XMP": _xmp,
    "name of a font": _font_name,
    "program of a font": _font_file,
    "colour profile": _profile,
    "output intent": _intent,
    "XFA": _xfa,
    "signature": _signature,
    "number": _number,
}


def _saved(path: Path, change: Callable[[pikepdf.Pdf], None], **how: object) -> Path:
    with pikepdf.new() as document:
        document.pages.append(pikepdf.Page(document.make_indirect(page(document, line(secret(1))))))
        change(document)
        document.save(path, **how)
    return path


def packed_objects(path: Path) -> Path:
    def change(document: pikepdf.Pdf) -> None:
        document.docinfo["/Author"] = String(secret(2))

    return _saved(path, change, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)


def empty_password(path: Path) -> Path:
    how = pikepdf.Encryption(user="", owner="secret", allow=pikepdf.Permissions(extract=False))
    return _saved(path, lambda document: None, encryption=how)


def type_three(path: Path) -> Path:
    """Letters drawn by little programs, whose codes say nothing: only the table says which letter is which."""

    def change(document: pikepdf.Pdf) -> None:
        programs = {f"/g{d}": document.make_stream(b"800 0 0 0 700 700 d1 0 0 600 700 re f") for d in range(10)}
        table = "\n".join(f"<{d + 65:02x}> <{ord(str(d)):04x}>" for d in range(10))
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 800, 800]), FirstChar=65, LastChar=74,
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(programs), Resources=Dictionary(),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, *(Name(f"/g{d}") for d in range(10))])),
            Widths=Array([800] * 10),
            ToUnicode=document.make_stream(
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> "
                b"endcodespacerange 10 beginbfchar\n" + table.encode() + b"\nendbfchar endcmap end end"
            ),
        )  # fmt: skip
        document.pages[0].Resources.Font.F3 = document.make_indirect(font)
        coded = "".join(chr(65 + int(digit)) for digit in phone(2)).encode()
        document.pages[0].Contents = Stream(document, line(secret(1)) + b"BT /F3 14 Tf 72 300 Td (%s) Tj ET\n" % coded)

    return _saved(path, change)


def old_revisions(path: Path, count: int = 12) -> Path:
    """Saved again and again, each time with another text on the page."""
    _saved(path, lambda document: None)
    with pikepdf.open(path) as document:
        number, size, root = document.pages[0].Contents.objgen[0], len(document.objects) + 1, document.Root.objgen[0]
    for revision in range(2, count + 1):
        old = path.read_bytes()
        content = line(secret(revision) if revision < count else OPEN)
        update = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
        previous = int(old.rsplit(b"startxref", 1)[1].split()[0])
        table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        end = table % (number, len(old) + 1, size, root, previous, len(old) + len(update))
        path.write_bytes(old + update + end)
    return path
