"""Documents as rows of the embedded backend's tables, and the averages over them."""

from __future__ import annotations

from django.db import models
from django.db.models import Avg, Count
from django.db.models.functions import Length

from search import ranking
from search.documents import Document
from search.models import SearchDocument, SearchText


def entry_row(index_id: int, document: Document) -> SearchDocument:
    return SearchDocument(
        index_id=index_id,
        key=document.id,
        fingerprint=document.fingerprint,
        kind=document.kind,
        topic=document.topic[:100],
        unit=document.unit[:100],
        on=document.on,
        superseded=document.superseded,
    )


def text_row(ref: int, fields: ranking.Fields, terms: list[str]) -> SearchText:
    return SearchText(
        document_id=ref,
        title=fields.title,
        question=fields.question,
        answer=fields.answer,
        question_length=len(fields.question),
        answer_length=len(fields.answer),
        terms=" ".join(terms),
    )


def measured(index_id: int) -> ranking.Statistics:
    found = SearchText.objects.filter(document__index_id=index_id).aggregate(
        documents=Count("pk"),
        title=Avg(Length("title"), output_field=models.FloatField()),
        question=Avg("question_length"),
        answer=Avg("answer_length"),
    )
    return ranking.Statistics(found["documents"], *(found[name] or 0.0 for name in ("title", "question", "answer")))
