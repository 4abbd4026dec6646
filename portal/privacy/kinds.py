"""What the kinds of personal data are called, and which of them a machine knows by shape alone."""

from __future__ import annotations

from portal.privacy.spans import Kind

LABELS: dict[str, str] = {
    Kind.PERSON: "姓名",
    Kind.PHONE: "电话",
    Kind.ID_CARD: "身份证号",
    Kind.PASSPORT: "护照号",
    Kind.STUDENT_NO: "学籍号或考生号",
    Kind.BANK_CARD: "银行卡号",
    Kind.PLATE: "车牌号",
    Kind.SOCIAL: "微信或QQ",
    Kind.EMAIL: "邮箱",
    Kind.ADDRESS: "住址",
    Kind.CLASS_OF_CHILD: "孩子的班级",
    Kind.HEALTH: "健康或家庭情况",
    Kind.BIRTH: "出生日期",
    "other": "其他",
}
# Left over in a final text, one of these blocks its release unless a person kept these very words.
STRUCTURED = frozenset(
    {
        Kind.PHONE,
        Kind.ID_CARD,
        Kind.PASSPORT,
        Kind.STUDENT_NO,
        Kind.BANK_CARD,
        Kind.PLATE,
        Kind.SOCIAL,
        Kind.EMAIL,
    }
)


def label(kind: str) -> str:
    """The Chinese word for a kind of personal data; the code itself for one that is not known here."""
    return LABELS.get(kind, kind)
