"""What others may listen to. Sent inside the transaction of the change, with ids only."""

from django.dispatch import Signal

answer_published = Signal()  # answer_id: int
answer_unpublished = Signal()  # answer_id: int
