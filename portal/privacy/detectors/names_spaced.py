"""Names with gaps written into them: 李 明, 李·小·明, 王*芳. They are weighed as if the gaps were not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from portal.privacy.detectors.name_shapes import HANZI
from portal.privacy.detectors.names_weighed import Evidence, weighed
from portal.privacy.lexicon import alternatives
from portal.privacy.spans import Case, Finding, Kind, View

GAP = r"[ 　·.*\-_/|]{1,2}"
MOST = 60  # gaps that are tried; a text with more of them is a table or a poem
AROUND = 24  # characters on either side that are read with the name


@cache
def _spaced() -> re.Pattern[str]:
    """A surname, a gap, and one or two characters, parted or not."""
    surname = rf"(?:{alternatives('compound_surnames', 'surnames')})"
    return re.compile(rf"{surname}{GAP}[{HANZI}](?:{GAP}?[{HANZI}])?")


def detect(view: View, case: Case) -> Iterator[Finding]:
    """Nothing where the model is not installed."""
    for match in islice(_spaced().finditer(view.text), MOST):
        first = view.text.rfind("\n", max(0, match.start() - AROUND), match.start()) + 1
        start = max(first, match.start() - AROUND)
        around = range(start, min(len(view.text), match.end() + AROUND))
        gaps = {at for at in range(*match.span()) if not re.match(rf"[{HANZI}]", view.text[at])}
        places = [at for at in around if at not in gaps]
        sheet = Evidence.of("".join(view.text[at] for at in places).partition("\n")[0])
        for begin, end, _weight in weighed(sheet, set()) if sheet else ():
            span = places[begin], places[end - 1] + 1
            if span[1] - span[0] > end - begin:
                yield Finding(*span, Kind.PERSON, "中间隔开写的姓名", 0.82)
