"""The part of search in the canary life: questions that are typed and never stored, a cluster that is away, a drafting
task; and, where there is a cluster, its documents as a place to look through."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from portal.privacy.sweep.faults import silent_server
from portal.privacy.sweep.report import Item
from search.backends import breaker
from search.backends.elastic.client import configured, scanned, writing
from search.cluster.upkeep import look_after
from search.deflection import arriving
from search.deflection.models import DraftingTask, LetterLookup

if TYPE_CHECKING:
    from portal.privacy.sweep.browser import Browser
    from portal.privacy.sweep.stage import Stage

PLACE = "elasticsearch"


def cluster(stage: Stage) -> None:
    """Where there is a cluster, what beat does: its index is made before the first letter, and what the queue has left
    to do is done at the end."""
    breaker.answered()  # readers met a cluster that was away
    look_after()


def questions(stage: Stage) -> None:
    """Asked by a stranger, with and without an answer, while the cluster is away and while it answers nothing."""
    stranger = stage.citizen()
    _ask(stranger, stage, "plain")
    with silent_server() as port:
        for name, other in (("away", _closed_port()), ("silent", port)):
            breaker.answered()
            with override_settings(ELASTICSEARCH={**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{other}"}):
                _ask(stranger, stage, name)
    breaker.answered()


def _ask(stranger: Browser, stage: Stage, name: str) -> None:
    typed = f"怎么退费{stage.canaries.word(f'typed.question/{name}')}"
    stranger.get(reverse("search:results"), {"q": typed, "since": typed, "unit": typed})
    stranger.get(reverse("search:similar"), {"q": typed})
    stranger.get(reverse("search:similar"), {"q": typed}, Accept="application/json")
    stranger.get(reverse("search:results"), {"q": stage.canaries.name(f"typed.question/{name} name")})


def _closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def drafting(stage: Stage) -> None:
    """A task from letters that found nothing: refused without a question, made, changed, dropped."""
    arriving.examine_new(timezone.now())
    registrar = stage.staff("registrar")
    letters = ",".join(str(pk) for pk in LetterLookup.objects.values_list("pk", flat=True)[:2])
    make = reverse("deflection:make")
    registrar.get(reverse("deflection:report"))
    registrar.post(make, {"question": stage.canaries.word("typed.task/long") * 9, "letters": letters})
    question = stage.canaries.word("search.draftingtask.question/task")
    registrar.post(make, {"question": f"怎么退费{question}", "letters": letters})
    task = DraftingTask.objects.get()
    wrong = {"document": "", "address": f"/letters/{stage.canaries.word('typed.task/address')}/"}
    registrar.post(reverse("deflection:finish", args=[task.pk]), wrong, expect=422)
    registrar.get(reverse("deflection:tasks"))


def cluster_documents() -> Iterator[Item]:
    """Whatever lies in our indexes in the cluster: documents, the terms that they are found by (kept apart from them),
    and what the index says of itself. None where there is no cluster."""
    if not configured():
        return
    for index, told in writing().indices.get(index=f"{settings.ELASTICSEARCH['prefix']}-*").items():
        writing().indices.refresh(index=index)  # what was written last
        yield Item(PLACE, json.dumps(told, ensure_ascii=False).encode(), f"{index} mapping")
        for found in scanned(index, True):
            text = json.dumps(found["_source"], ensure_ascii=False)
            yield Item(PLACE, f"{found['_id']} {text}".encode(), index)
            terms = writing().termvectors(index=index, id=found["_id"], fields=["*"], positions=False, offsets=False)
            yield Item(PLACE, json.dumps(terms["term_vectors"], ensure_ascii=False).encode(), f"{index} terms")


def remove_cluster_documents() -> None:
    """The indexes of a sweep's own run go; those of a living site have another name and stay."""
    prefix = str(settings.ELASTICSEARCH["prefix"])
    if configured() and prefix.startswith("sweep"):
        for index in list(writing().indices.get(index=f"{prefix}-*")):
            writing().indices.delete(index=str(index))
