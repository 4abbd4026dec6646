"""Tables of the embedded backend. What stands here can be thrown away and built again from the database; the figures
imported from ``search.deflection`` cannot.

``SearchIndex`` is one version of an index; the live one answers, a building one is filled beside it. The slim
``SearchDocument`` serves filters and facets, the wide ``SearchText`` postings and scores; the postings themselves
(FTS5 on SQLite, GIN on PostgreSQL) follow ``SearchText`` inside the database, see migration 0002. ``SearchMeaning``
holds the vectors, which follow a little later.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from search.deflection.models import DeflectionEvent, DraftingTask, LetterLookup

__all__ = [
    "DeflectionEvent",
    "DraftingTask",
    "LetterLookup",
    "SearchDocument",
    "SearchIndex",
    "SearchMeaning",
    "SearchText",
]


class SearchIndex(models.Model):
    """One version of the index called ``name``."""

    name = models.CharField(max_length=60)
    is_live = models.BooleanField(default=False)
    analysis = models.CharField(max_length=12)  # version of the word lists it was made with
    names = models.TextField(blank=True)  # of schools, one a line, kept whole in its terms; queries are read alike
    created_at = models.DateTimeField(auto_now_add=True)
    # Goes up with each change, first thing in its transaction: writers come one after the other, and whoever holds a
    # part of the index in memory sees that there is something new.
    revision = models.PositiveBigIntegerField(db_default=0)

    class Meta:
        verbose_name = _("索引版本")
        verbose_name_plural = _("索引版本")
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(is_live=True), name="one_live_version_an_index")
        ]

    def __str__(self) -> str:
        return f"{self.name}/{self.pk}"


class SearchDocument(models.Model):
    """What filters, facets and sorting need."""

    index = models.ForeignKey(SearchIndex, models.CASCADE, related_name="documents")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    topic = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    on = models.DateField(null=True, blank=True)
    superseded = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("索引条目")
        verbose_name_plural = _("索引条目")
        constraints = [models.UniqueConstraint(fields=["index", "key"], name="one_entry_a_document")]

    def __str__(self) -> str:
        return self.key


class SearchText(models.Model):
    """Folded public texts, and the terms under which they are found, parted by spaces."""

    document = models.OneToOneField(SearchDocument, models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField()
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    question_length = models.PositiveIntegerField(default=0)
    answer_length = models.PositiveIntegerField(default=0)
    terms = models.TextField(blank=True)  # each begins with the mark of its version, see backends.postings

    class Meta:
        verbose_name = _("索引文本")
        verbose_name_plural = _("索引文本")

    def __str__(self) -> str:
        return str(self.pk)


class SearchMeaning(models.Model):
    """Vectors of a document's passages, or the mark that they are still to be made (``model`` empty).

    A row is replaced, never changed: whoever holds vectors in memory sees by a greater id that there is something new.
    ``digest`` is that of the passages: the same sentences are embedded once, whatever version of an index holds them.
    """

    document = models.OneToOneField(SearchDocument, models.CASCADE, related_name="meaning")
    digest = models.CharField(max_length=32, db_index=True)
    model = models.CharField(max_length=60, blank=True)
    parts = models.CharField(max_length=200, blank=True)  # of what each row of the vectors is one, parted by spaces
    vectors = models.BinaryField(default=bytes)  # 16-bit floats, little endian, row after row

    class Meta:
        verbose_name = _("索引语义")
        verbose_name_plural = _("索引语义")
        indexes = [models.Index(fields=["model", "document"], name="search_meaning_pending")]

    def __str__(self) -> str:
        return str(self.document_id)
