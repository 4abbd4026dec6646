"""E-mail addresses, also written （at） and 点; those of offices and schools survive unless called one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

AT = (
    r" ?(?:[@◎⊙]|[(（\[【<〔{]\s?(?:at|AT|At|a|A|@|艾特|圈a|小老鼠)\s?[)）\]】>〕}]|#|艾特|爱特|圈[aAＡ]|小老鼠"
    r"|@|&| at | AT ) ?"
)
DOT = r" ?(?:\.|点|[(（\[【〔{](?:dot|DOT|点|\.)[)）\]】〕}]|。|·|•| dot | DOT ) ?"
HOST = rf"[A-Za-z0-9-]+(?:{DOT}[A-Za-z0-9-]+)*{DOT}[A-Za-z]{{2,8}}"
SAID = r"(?:点|[(（\[【](?:下划线|下横线|短?横[线杠]|减号|点)[)）\]】])"
LOCAL = rf"[A-Za-z0-9][A-Za-z0-9._%+·•-]{{0,63}}(?:{SAID}[A-Za-z0-9_-]{{1,32}}){{0,3}}"
MAIL = re.compile(rf"(?<![A-Za-z0-9._%+-]){LOCAL}{AT}({HOST})")
OFFICE_HOST = re.compile(r"(?:^|[.\-])(?:gov|edu|school|jyj|jiaoyu)(?:[.\-]|$)", re.IGNORECASE)
STUDENT_HOST = re.compile(r"(?:^|\.)(?:stu|student|std|mails?|alumni)\.", re.IGNORECASE)
OWN = re.compile(r"我的?(?:邮箱|电邮|邮件)|本人|家长邮箱|个人邮箱|私人|回复我|发给我|联系我")


def detect(view: View, case: Case) -> Iterator[Finding]:
    read = (view.text, view.digits)  # as it stands, and with 一零三 read as digits
    for match in {each.span(): each for text in read for each in MAIL.finditer(text)}.values():
        host = re.sub(DOT, ".", match.group(1))
        office = OFFICE_HOST.search(host) and not STUDENT_HOST.search(host)
        if not office or OWN.search(view.before(match.start(), 10)):
            yield Finding(*match.span(), Kind.EMAIL, "像邮箱地址", 0.97)
