"""deidentify: machine marks for a stream of texts, as JSON lines."""

from __future__ import annotations

import io
import json as jsonlib
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from portal.privacy import marks, official
from portal.privacy.registry_rules import active_rules_or_none


class BadLine(Exception):
    """A line of the input that is no JSON object with ``id`` and ``text``; the message is the sentence to show."""


class Command(BaseCommand):
    help = (
        '去标识化的机器标记。读入文件或标准输入，每行一个 {"id","text"}；每行输出 {"id","spans":[{"start","end","kind",'
        '"text","mask"}]}。退出码：0 全部完成，1 有读不懂的行（其余照常处理），2 文件打不开或参数不对。'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="JSON Lines 文件；不写或写 - 表示标准输入")
        parser.add_argument("--json", action="store_true", help="输出 JSON Lines（默认也是如此）")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        phones, rules = official.phones_or_none(), active_rules_or_none()
        bad = 0
        for number, line in enumerate(self._lines(file), start=1):
            if not line.strip():
                continue
            try:
                self.stdout.write(answer(line, number, phones, rules))
            except BadLine as error:
                bad += 1
                self.stderr.write(str(error))
        if bad:
            sys.exit(1)

    def _lines(self, file: str) -> Iterator[str]:
        """Lines one by one, never the whole input; undecodable bytes become U+FFFD and keep their place."""
        if file == "-":
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(encoding="utf-8", errors="replace")
            yield from sys.stdin
            return
        try:
            with Path(file).open(encoding="utf-8-sig", errors="replace") as handle:
                yield from self._with_progress(handle)
        except OSError as error:
            raise CommandError(f"打不开文件“{file}”：{error.strerror}。请检查路径和权限。", returncode=2) from error

    def _with_progress(self, handle: TextIO) -> Iterable[str]:
        size = os.fstat(handle.fileno()).st_size
        with tqdm(total=size, desc="去标识化", unit="B", unit_scale=True, file=self.stderr, disable=None) as bar:
            for line in handle:
                yield line
                bar.update(len(line.encode("utf-8", "replace")))


def answer(line: str, number: int, phones: Collection[str], rules: Collection[marks.Rule] = ()) -> str:
    """The output line for one input line. Raises BadLine with its ``number``."""
    try:
        record = jsonlib.loads(line)
    except ValueError as error:
        raise BadLine(f"第{number}行不是 JSON，已跳过：{error}") from error
    if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("text"), str):
        raise BadLine(f'第{number}行要写成 {{"id": …, "text": "…"}}，已跳过。')
    try:
        found = marks.find(record["text"], official_phones=phones, rules=rules)
    except marks.TextTooLong as error:
        raise BadLine(f"第{number}行已跳过：{error}") from error
    spans = [
        {"start": span.start, "end": span.end, "kind": span.kind, "text": span.text, "mask": span.mask}
        for span in found
    ]
    dumped = jsonlib.dumps({"id": record["id"], "spans": spans}, ensure_ascii=False)
    # A lone surrogate (JSON can carry one as an escape) cannot be printed as UTF-8: write it as the same escape.
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in dumped)
