"""The sixteen topics of the domain; a bureau adds its own below them."""

from django.db import migrations

TOPICS = [
    ("enrollment", "招生入学"),
    ("exam_progression", "考试升学"),
    ("fees", "收费"),
    ("school_management", "学校管理"),
    ("teacher_conduct", "师德师风"),
    ("teacher_pay", "教师待遇"),
    ("teacher_recruitment", "教师招聘人事"),
    ("tutoring_homework", "补课与作业"),
    ("training_institution", "校外培训机构"),
    ("kindergarten", "幼儿园"),
    ("vocational_higher", "职业与高等教育"),
    ("school_building", "学校建设"),
    ("campus_safety", "校园安全"),
    ("food", "食堂伙食"),
    ("transport_surroundings", "校车交通与周边"),
    ("other", "其他"),
]


def add(apps, schema_editor):
    topic = apps.get_model("mailbox", "Topic")
    for position, (code, name) in enumerate(TOPICS):
        topic.objects.get_or_create(code=code, defaults={"name": name, "position": position})


def remove(apps, schema_editor):
    """Topics that letters point at stay."""
    topic = apps.get_model("mailbox", "Topic")
    letter = apps.get_model("mailbox", "Letter")
    used = letter.objects.exclude(topic=None).values("topic_id")
    topic.objects.filter(code__in=[code for code, _ in TOPICS]).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
