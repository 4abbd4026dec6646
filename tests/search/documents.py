"""A small invented bureau's answers, for tests that need no database rows behind them."""

from datetime import date

from search.documents import Document, Kind


def document(number: int, title: str, answer: str = "", question: str = "", **more: object) -> Document:
    facts: dict[str, object] = {
        "kind": Kind.ANSWER,
        "url": f"/letters/{number}/",
        "unit": "基础教育科",
        "topic": "收费",
        "on": date(2026, 3, 19),
    }
    return Document(id=f"answer:{number}", title=title, answer=answer, question=question, **{**facts, **more})


REFUND = document(
    1, "请假期间课后服务费怎么退", "连续请假满5个上课日的，按天退课后服务费。", "孩子请假12天，能退费吗？"
)
TRANSFER = document(
    2, "从外省转学到本区要什么材料", "带户口簿、学籍证明，到教育局一楼办理。", topic="招生入学", on=date(2024, 5, 6)
)
UNIFORM = document(
    3, "校服必须买吗", "校服自愿购买，学校不得强制。", topic="学校管理", unit="云岭区清溪小学", on=date(2025, 9, 1)
)
FEES = document(
    4,
    "清溪小学收费公示",
    "课后服务费每学期300元，自愿选。",
    kind=Kind.DISCLOSURE,
    unit="云岭区清溪小学",
    topic="学校收费",
)
ARTICLE = document(5, "一年级报名怎么办", "五月网上登记，六月核验材料。", kind=Kind.ARTICLE, topic="", unit="")
ALL = (REFUND, TRANSFER, UNIFORM, FEES, ARTICLE)
