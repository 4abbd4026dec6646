"""What a place in a letter tells: a small network over the states of the language model (``tagger.py``).

The model was taught with news. That 仰山路尾铁皮房第三间 is where somebody lives and 皮皮虾 in 我家皮皮虾确诊 a child
only letters can teach it: the network reads what a character is part of off the model's states, its own and those of
six characters on either side, and the model's recurrent layers were taught further together with it, on invented
letters only (``python -m tests.portal.privacy.probing``). What the network thinks is one sign among others for names
(``name_evidence``), and a guess for the rest (``probed.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from portal.privacy.lexicon import FOLDER

Table = NDArray[np.float32]
CONTEXT = ("address", "health", "birth", "class_of_child")
NUMBERS = ("phone", "id_card", "student_no", "bank_card", "plate", "social", "email")
KINDS = ("nothing", "name begins", "name goes on", *CONTEXT, *NUMBERS)
NAME_BEGINS, NAME_GOES_ON = 1, 2
LAYERS = tuple(f"{table}{layer}" for layer in range(4) for table in "wb")
FILE = FOLDER / "probe.npz"
NEAR = 2  # characters on either side that each of the two wider layers sees, at distances 1 and 2
STEPS = (1, 2)
MARGIN = NEAR * sum(STEPS)
SHARE = 4_000  # characters at once: bounds memory to about 10 MB


@dataclass(frozen=True, slots=True)
class Probe:
    """Weights by name: ``w0`` states → features, ``w1`` and ``w2`` features of neighbours → features, ``w3`` → kinds;
    ``b0`` … ``b3`` what is added. ``model``: what the language model's own weights of these names became."""

    weights: dict[str, Table]
    model: dict[str, Table]
    kinds: tuple[str, ...] = KINDS

    @classmethod
    def ours(cls, file: Path = FILE) -> Self:
        with np.load(file) as stored:
            tables = {name: stored[name].astype(np.float32) for name in stored.files}
        return cls(
            {name: table for name, table in tables.items() if name in LAYERS},
            {name: table for name, table in tables.items() if name not in LAYERS},
        )

    def shares(self, states: NDArray[np.float16]) -> Table:
        """How likely each character is of each of ``KINDS``: characters × kinds, rows sum to 1."""
        parts = [np.zeros((0, len(self.kinds)), np.float32)]
        for start in range(0, len(states), SHARE):
            first = max(0, start - MARGIN)
            part = states[first : start + SHARE + MARGIN].astype(np.float32)
            scores = self._scores(part)[start - first :][:SHARE]
            raised = np.exp(scores - scores.max(axis=1, keepdims=True))
            parts.append(raised / raised.sum(axis=1, keepdims=True))
        return np.concatenate(parts)

    def _scores(self, states: Table) -> Table:
        known = self.weights
        own = np.maximum(states @ known["w0"] + known["b0"], 0)
        near = np.maximum(with_neighbours(own, STEPS[0]) @ known["w1"] + known["b1"], 0)
        wider = np.maximum(with_neighbours(near, STEPS[1]) @ known["w2"] + known["b2"], 0) + near
        scores: Table = wider @ known["w3"] + known["b3"]
        return scores


def with_neighbours(features: Table, step: int) -> Table:
    """Each character's features beside those of ``NEAR`` on either side, ``step`` apart; beyond the text zeros.

    The last two axes are characters × features; the features become ``2 × NEAR + 1`` times as many.
    """
    reach, length = NEAR * step, features.shape[-2]
    room = [(0, 0)] * (features.ndim - 2) + [(reach, reach), (0, 0)]
    padded = np.pad(features, room)
    return np.concatenate([padded[..., at : at + length, :] for at in range(0, 2 * reach + 1, step)], axis=-1)
