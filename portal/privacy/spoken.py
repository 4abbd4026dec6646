"""Numbers as they are told: 一三八 四个零 后面是四七一二, 138空格0000空格4712."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What may stand between two digits of one number when its writer hides it: up to four of these, or a line's end.
SEPARATOR = r"[ \-=⁃﹣‐-―−.·•◦∙⋅‧・･˙*_~/\\()\[\]【】〔〕〈〉《》「」『』{}…,，、|丨]"
GAP = rf"(?:{SEPARATOR}{{0,4}}|[ \-—]?\r?\n[ \-—]?)"

# In the digit view 四个零 reads 4个0.
REPEATED = r"([2-9])(?:个|连|颗|枚)(\d)"
PLACE = (
    r"(?:前面|中间|后面|再后面|最前面|最后面|开头|打头|接着|跟着|然后|最后|后边|前边|末尾|尾号|尾数|结尾|再|后|尾|完了)"
    r"(?:的|跟着|接着|加)?(?:\d位(?:数字)?)?(?:都)?(?:是|为|加|跟)?"
)
SIGN = (
    r"(?:空一?1?格|短横线?|短杠|横杠|横线|1横|连字符|分隔符|减号|中杠|杠|斜杠|下划线|间隔号|中点|圆点|句点"
    r"|逗号|顿号|空)"
)
ASIDE = r"[（(](?:空格|短横线?|横杠|横线|减号|杠|点)[)）]"
WORDS = rf"(?<=\d)[ ,，、:：.。…—\-]*(?:(?:{PLACE}|{SIGN}|{ASIDE})[ ,，、:：.—\-]*){{1,3}}(?=\d)"
TOLD = re.compile(rf"{REPEATED}|{WORDS}")


@dataclass(frozen=True, slots=True)
class Told:
    """``text`` with repetitions written out and the words between digits as blanks; ``starts`` and ``ends`` say for
    each of its characters from which to which position of the digit view it was read."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the digit view that ``text[start:end]`` was read from (``start < end``)."""
        return self.starts[start], self.ends[end - 1]


def told(digits: str) -> Told:
    """``digits``, the digit view, as somebody writes it down who is told it."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in TOLD.finditer(digits):
        parts.append(digits[last : match.start()])
        starts.extend(range(last, match.start()))
        ends.extend(range(last + 1, match.start() + 1))
        said = match.group(2) * int(match.group(1)) if match.group(1) else " "
        parts.append(said)
        starts.extend([match.start()] * len(said))
        ends.extend([match.end()] * len(said))
        last = match.end()
    parts.append(digits[last:])
    starts.extend(range(last, len(digits)))
    ends.extend(range(last + 1, len(digits) + 1))
    return Told("".join(parts), tuple(starts), tuple(ends))
