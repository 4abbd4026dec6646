"""Words to start a reply from: for every letter, and for the topics that come most."""

from __future__ import annotations

import tomllib

from mailbox.models import ReplyTemplate, Topic
from mailbox.seeding.matters import HERE


def seed_templates(topics: dict[str, Topic]) -> None:
    """Add the templates that are not there yet."""
    for row in tomllib.loads((HERE / "reply_templates.toml").read_text(encoding="utf-8"))["template"]:
        facts = {"topic": topics.get(row["topic"]), "text": row["text"]}
        ReplyTemplate.objects.get_or_create(name=row["name"], defaults=facts)
