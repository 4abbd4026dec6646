"""A plain guess at a past letter's topic: the first topic one of whose words stands in the subject, else 其他.

Honest and small: no score, no learning. Staff may change the topic of any public answer.
"""

from __future__ import annotations

# Topic code → words, most telling topics first; see the sixteen codes of the topic tree.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("training_institution", ("培训机构", "培训学校", "培训班", "驾校", "辅导机构", "早教")),
    ("kindergarten", ("幼儿园", "幼师", "学前教育", "入园")),
    ("teacher_pay", ("教师工资", "教师待遇", "老师工资", "教师津贴", "教师补贴", "绩效工资", "乡村教师")),
    ("teacher_pay", ("代课教师", "民办教师")),
    ("teacher_recruitment", ("教师招聘", "教师编制", "特岗教师", "教师资格", "老师招聘", "教师调动")),
    ("tutoring_homework", ("补课", "作业", "晚自习", "减负", "违规办班")),
    ("exam_progression", ("中考", "高考", "会考", "学业水平", "录取", "升学", "考试加分", "考生")),
    ("enrollment", ("招生", "入学", "学位", "学区", "划片", "转学", "小升初", "户口上学", "就读", "上学难")),
    ("fees", ("学费", "课后服务费", "住宿费", "资料费", "择校费", "乱收费", "校服费", "教育收费")),
    ("food", ("食堂", "营养餐", "伙食", "配餐", "午餐")),
    ("campus_safety", ("校园安全", "校园欺凌", "校园暴力", "学生安全", "学校保安")),
    ("transport_surroundings", ("校车", "学校门口", "学校周边", "学校附近", "校门口")),
    ("school_building", ("新建学校", "学校建设", "建小学", "建中学", "建学校", "校舍", "学校搬迁", "操场", "塑胶跑道")),
    ("teacher_conduct", ("师德", "体罚", "老师打", "老师骂", "教师打")),
    ("vocational_higher", ("职业学校", "职业学院", "技校", "中专", "大学", "大专", "职业技术", "高校")),
    ("school_management", ("小学", "中学", "学校", "高中", "初中", "学生", "教师", "老师", "教育局")),
)  # fmt: skip


def guess(subject: str) -> str:
    """The topic code for a subject line."""
    return next((code for code, words in WORDS if any(word in subject for word in words)), "other")
