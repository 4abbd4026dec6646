"""Letters of former years, brought in from files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mailbox.sweeping.queue import work_off
from portal.privacy.sweep import operators
from portal.privacy.sweep.report import Item

if TYPE_CHECKING:
    from portal.privacy.sweep.stage import Stage


def past_letters(stage: Stage) -> None:
    """``import_letters`` with good rows and bad ones, and with a file that is none."""
    given = stage.folder / "given"
    given.mkdir()
    rows = [_row(stage, "import", number=stage.canaries.word("mailbox.letter.source_number/import"))]
    rows.append(_row(stage, "bad", number="2", sent="not a day"))
    rows.append(_row(stage, "bad2", number="3", answer=""))
    (given / "letters.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    (given / "broken.xlsx").write_bytes(f"PK {stage.canaries.word('typed.broken/file')}".encode())
    people = {"marked_by": "publisher_two", "released_by": "releaser_two", "publish": True}
    for name in ("letters.jsonl", "broken.xlsx"):
        told = operators.said("import_letters", given / name, answered=True, **people)
        stage.seen.append(Item(operators.PLACE, told.encode(), f"import_letters {name}"))
    work_off()


def _row(stage: Stage, name: str, **facts: str) -> dict[str, str]:
    signs, fields = stage.canaries, "mailbox.letter" if name == "import" else "typed"
    body, phone = signs.word(f"{fields}.body/{name}"), signs.phone(f"{fields}.body/{name} phone")
    return {
        "留言编号": facts.get("number", ""),
        "留言用户": signs.name(f"typed.writer/{name}"),
        "留言主题": f"退费{signs.word(f'{fields}.subject/{name}')}",
        "留言时间": facts.get("sent", "2026-03-02 09:00:00"),
        "留言详情": f"怎么退费？{body}，我的电话{phone}",
        "答复意见": facts.get("answer", f"您好，学期末由学校结算。{signs.word(f'mailbox.reply.text/{name}')}"),
        "答复时间": "2026-03-05 09:00:00",
    }
