"""The machine's marks: 2,000 characters in 150 ms on one core, 10,000 letters by the command in 20 minutes."""

import json
import os
import time
from pathlib import Path

from django.core.management import call_command

from portal.privacy import marks
from tests.bench.corpus import Writer
from tests.bench.figures import say, timed

TEXTS = 60
BATCH = int(os.environ.get("BENCH_LETTERS", "10000"))
TOLD = "我叫许文静，电话138 0000 1234，家住云岭街道松涛苑3栋1单元502，孩子简安然在三年级(2)班，班主任贺老师。"


def test_marks_of_a_long_letter():
    writer = Writer(5)
    texts = [(TOLD + writer.letter(2000))[:2000] for _ in range(TEXTS)]
    long = timed("marks of 2,000 characters", marks.find, texts)
    say(f"p95 {long.share(0.95, spent=True):.0f} ms of the processor")


def test_a_batch_of_letters_by_the_command(tmp_path: Path, db) -> None:
    """With its progress bar on the terminal; ``BENCH_LETTERS`` makes it shorter."""
    writer, source, target = Writer(6), tmp_path / "letters.jsonl", tmp_path / "marks.jsonl"
    lines = (json.dumps({"id": n, "text": TOLD + writer.letter(400)}, ensure_ascii=False) for n in range(BATCH))
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    began = time.perf_counter()
    with target.open("w", encoding="utf-8") as out:
        call_command("deidentify", str(source), "--json", stdout=out)
    spent = time.perf_counter() - began
    say(f"{BATCH:,} letters of about 450 characters by the command: {spent / 60:.1f} minutes")
    with target.open(encoding="utf-8") as found:
        assert sum(1 for _line in found) == BATCH
