"""Letters of the demo bureau, made through the same functions that real letters go through, back-dated."""

from mailbox.seeding.demo import seed

__all__ = ["seed"]
