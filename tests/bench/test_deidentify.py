"""The machine's marks: 2,000 characters in 150 ms on one core, 10,000 letters in 20 minutes."""

from portal.privacy import marks
from tests.bench.corpus import Writer
from tests.bench.figures import say, timed

TEXTS = 60
TOLD = "我叫许文静，电话138 0000 1234，家住云岭街道松涛苑3栋1单元502，孩子简安然在三年级(2)班，班主任贺老师。"


def test_marks_of_a_long_letter():
    writer = Writer(5)
    texts = [(TOLD + writer.letter(2000))[:2000] for _ in range(TEXTS)]
    long = timed("marks of 2,000 characters", marks.find, texts)
    say(f"p95 {long.share(0.95, spent=True):.0f} ms of the processor")


def test_ten_thousand_letters():
    writer = Writer(6)
    texts = [TOLD + writer.letter(400) for _ in range(TEXTS)]
    found = timed("marks of a letter of about 450 characters", marks.find, texts)
    say(f"10,000 letters in {10_000 / found.per_second / 60:.1f} minutes")
