"""Mobile numbers anywhere; landlines unless they are an office's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.lookup import normalize_phone
from portal.privacy.spans import Case, Finding, Kind, View

# Between two digits of one number: up to three separators, or a line break. A tab parts the cells of a table.
GAP = r"(?:[ \-‐-―−.·•_~/—]{0,3}|-?\n)"
MOBILE = re.compile(rf"(?<![\d.])(?:(?:\+|00)?86{GAP})?1{GAP}[3-9](?:{GAP}\d){{9}}(?!\d)")
LANDLINE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)86{GAP})?[(（]?0(?:10|2\d|[3-9]\d\d)[)）]?{GAP}[2-9](?:{GAP}\d){{6,7}}(?!\d)"
    r"(?:(?:转|-|分机)\d{1,6})?"
)
SHORT = re.compile(rf"(?<![\d.\-/年月])[2-9]\d{{2,3}}{GAP}\d{{4}}(?!\d)")
OWN = re.compile(r"我家|我的?(?:电话|座机|固话)|家里|家中|家庭|住宅|宅电|本人|联系我|找我|打给?我|回电|我单位|老家")
OFFICE = re.compile(
    r"局|科|股|处|办|中心|校|园|热线|专线|咨询|监督|投诉|举报|值班|窗口|客服|总机|前台|委|院|所|站|服务|公司|部门|致电|拨打|打[了过]?[:： ]*$"
)
WRONG_AFTER = re.compile(r"^\s*(?:元|万|个|人|份|号文)")


def detect(view: View, case: Case) -> Iterator[Finding]:
    """Finds mobiles in the plain and in the digit view (一三八…), then landlines that are nobody's office."""
    seen: set[tuple[int, int]] = set()
    for text in (view.text, view.digits):
        for match in MOBILE.finditer(text):
            if match.span() not in seen and not _official(match.group(), case):
                seen.add(match.span())
                yield Finding(*match.span(), Kind.PHONE, "像手机号码", 0.97)
    for match in LANDLINE.finditer(view.digits):
        if not _official(match.group(), case) and not _of_an_office(view, match.start()):
            yield Finding(*match.span(), Kind.PHONE, "像座机号码，附近没有单位名称", 0.8)
    for match in SHORT.finditer(view.digits):
        own = OWN.search(view.before(match.start(), 12)) and re.search(
            "电话|座机|固话|号码", view.before(match.start(), 12)
        )
        if own and not _official(match.group(), case) and not WRONG_AFTER.match(view.after(match.end(), 4)):
            yield Finding(*match.span(), Kind.PHONE, "“家里电话”后面的号码", 0.8)


def _official(number: str, case: Case) -> bool:
    return normalize_phone(number) in case.official_phones


def _of_an_office(view: View, start: int) -> bool:
    """An office is named just before, and nobody's own phone is."""
    context = re.split(r"[。；！？\n]", view.before(start, 24))[-1]
    return bool(OFFICE.search(context)) and not OWN.search(context)
