"""``python -m tests.portal.privacy.probing``: the weights of ``data/probe.npz`` anew, from the invented letters.

Each letter is read as it stands and with other names, homes, illnesses and births in the same places. The states of the
language model are computed once; the network over them (``detectors/probe.py``) learns by Adam, on random pieces of
letters, with a part of its features left out each time. About five minutes on one core.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portal.privacy.detectors.probe import FILE, KINDS, NEAR, STEPS, Probe, Table, with_neighbours
from portal.privacy.detectors.tagger import WIDTH, Tagger, tagger
from portal.privacy.spans import View
from tests.portal.privacy.figures import CASES, LESSONS, MARK, read
from tests.portal.privacy.other_names import Names, with_other_names

COPIES = 8  # readings of each letter, the first as it stands
SWAPPED = ("address", "health", "birth")
SWAP = 0.5
PIECE, PIECES = 160, 48  # characters of a piece, pieces at once
ROUNDS = 3_000
OWN, NEIGHBOURS = 128, 96  # features of a character; of its surroundings
RATE, DECAY = 3e-3, 2e-2
LEFT_OUT = (0.2, 0.3, 0.3, 0.1)  # share of inputs to each layer that is left out while learning
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Letters end to end: states, kinds as numbers of ``KINDS``, and where pieces begin and end."""

    states: NDArray[np.float16]
    wanted: NDArray[np.int8]
    pieces: Indices

    @classmethod
    def of(cls, letters: Iterable[str], model: Tagger, seed: int = 3) -> Lessons:
        states, wanted, pieces, at = [], [], [], 0
        for marked in variants(list(letters), random.Random(seed)):
            view = View.of(read(marked)[0])
            states.append(model.states(view.text))
            wanted.append(kinds_of(marked, view))
            pieces += [(at + first, min(PIECE, len(view.text) - first)) for first in range(0, len(view.text), PIECE)]
            at += len(view.text)
        return cls(np.concatenate(states), np.concatenate(wanted), np.array(pieces))

    def some(self, draw: np.random.Generator) -> tuple[Table, Indices, Table]:
        """Pieces × ``PIECE`` characters: states, kinds, and 1 where there is a character."""
        states = np.zeros((PIECES, PIECE, WIDTH), np.float32)
        wanted, there = np.zeros((PIECES, PIECE), np.int64), np.zeros((PIECES, PIECE), np.float32)
        for row, (start, length) in enumerate(self.pieces[draw.integers(0, len(self.pieces), PIECES)]):
            states[row, :length] = self.states[start : start + length]
            wanted[row, :length] = self.wanted[start : start + length]
            there[row, :length] = 1
        return states, wanted, there


def variants(letters: list[str], draw: random.Random) -> Iterator[str]:
    names = Names(draw)
    stock: dict[str, list[str]] = {kind: [] for kind in SWAPPED}
    for match in (match for marked in letters for match in MARK.finditer(marked)):
        if match.group(1) in stock:
            stock[match.group(1)].append(match.group(2))

    def swapped(marked: str) -> str:
        return MARK.sub(
            lambda match: (
                f"[[{match.group(1)}|{draw.choice(stock[match.group(1)])}]]"
                if match.group(1) in stock and draw.random() < SWAP
                else match.group()
            ),
            marked,
        )

    for marked in letters:
        yield marked
        yield from (swapped(with_other_names(marked, names)) for _copy in range(COPIES - 1))


def kinds_of(marked: str, view: View) -> NDArray[np.int8]:
    """The number in ``KINDS`` of what each character of ``view`` belongs to."""
    _text, spans = read(marked)
    place = {origin: at for at, origin in enumerate(view.origin)}
    wanted = np.zeros(len(view.text), np.int8)
    for start, end, kind in spans:
        inside = [place[at] for at in range(start, end) if at in place]
        if inside and kind == "person":
            wanted[inside] = KINDS.index("name goes on")
            wanted[inside[0]] = KINDS.index("name begins")
        elif inside and kind in KINDS:
            wanted[inside] = KINDS.index(kind)
    return wanted


def taught(lessons: Lessons, rounds: int = ROUNDS, *, say: bool = False) -> Probe:
    draw = np.random.default_rng(0)
    probe = Probe(beginning(draw))
    first = {name: np.zeros_like(table) for name, table in probe.weights.items()}
    second = {name: np.zeros_like(table) for name, table in probe.weights.items()}
    shown = 0.0
    for number in range(rounds):
        loss, slopes = slope(probe.weights, *lessons.some(draw), draw)
        shown = loss if not number else 0.98 * shown + 0.02 * loss
        rate = RATE * 0.5 * (1 + np.cos(np.pi * number / rounds))
        for name, table in probe.weights.items():
            first[name] = 0.9 * first[name] + 0.1 * slopes[name]
            second[name] = 0.999 * second[name] + 0.001 * slopes[name] ** 2
            straight = first[name] / (1 - 0.9 ** (number + 1))
            spread = np.sqrt(second[name] / (1 - 0.999 ** (number + 1))) + 1e-8
            np.subtract(table, rate * (straight / spread + DECAY * table), out=table, casting="same_kind")
        if say and number % 200 == 199:
            print(f"{number + 1} rounds, loss {shown:.4f}", flush=True)
    return probe


def beginning(draw: np.random.Generator) -> dict[str, Table]:
    wide = 2 * NEAR + 1
    shapes = [(WIDTH, OWN), (wide * OWN, NEIGHBOURS), (wide * NEIGHBOURS, NEIGHBOURS), (NEIGHBOURS, len(KINDS))]
    weights = {}
    for layer, (inputs, outputs) in enumerate(shapes):
        scale = np.sqrt(2 / inputs) * (0.1 if layer == len(shapes) - 1 else 1)
        weights[f"w{layer}"] = (draw.standard_normal((inputs, outputs)) * scale).astype(np.float32)
        weights[f"b{layer}"] = np.zeros(outputs, np.float32)
    return weights


def slope(
    weights: dict[str, Table], states: Table, wanted: Indices, there: Table, draw: np.random.Generator
) -> tuple[float, dict[str, Table]]:
    """The loss (mean cross entropy of a character) and its derivative by each weight."""
    keeps = [_kept(draw, share, (*states.shape[:2], width)) for share, width in zip(LEFT_OUT, _widths(), strict=True)]
    inputs = [states * keeps[0]]
    own = np.maximum(inputs[0] @ weights["w0"] + weights["b0"], 0)
    inputs.append(with_neighbours(own * keeps[1], STEPS[0]))
    near = np.maximum(inputs[1] @ weights["w1"] + weights["b1"], 0)
    inputs.append(with_neighbours(near * keeps[2], STEPS[1]))
    more = np.maximum(inputs[2] @ weights["w2"] + weights["b2"], 0)
    inputs.append((more + near) * keeps[3])
    scores = inputs[3] @ weights["w3"] + weights["b3"]
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares = raised / raised.sum(axis=-1, keepdims=True)
    right = np.take_along_axis(shares, wanted[..., None], axis=-1)[..., 0]
    loss = float((-np.log(right + 1e-9) * there).sum() / there.sum())

    back = shares.copy()
    np.put_along_axis(back, wanted[..., None], right[..., None] - 1, axis=-1)
    back *= (there / there.sum())[..., None]
    slopes: dict[str, Table] = {}
    wider = _through(3, back, inputs, weights, slopes) * keeps[3]
    before = _through(2, wider * (more > 0), inputs, weights, slopes)
    nearer = (wider + _from_neighbours(before, STEPS[1]) * keeps[2]) * (near > 0)
    before = _through(1, nearer, inputs, weights, slopes)
    _through(0, _from_neighbours(before, STEPS[0]) * keeps[1] * (own > 0), inputs, weights, slopes)
    return loss, slopes


def _through(
    layer: int, back: Table, inputs: list[Table], weights: dict[str, Table], slopes: dict[str, Table]
) -> Table:
    """Notes the slopes of a layer's weights; returns the slope of its inputs."""
    flat = back.reshape(-1, back.shape[-1])
    slopes[f"w{layer}"] = inputs[layer].reshape(len(flat), -1).T @ flat
    slopes[f"b{layer}"] = flat.sum(axis=0)
    return back @ weights[f"w{layer}"].T if layer else back


def _from_neighbours(back: Table, step: int) -> Table:
    """The adjoint of ``with_neighbours``."""
    reach, length, width = NEAR * step, back.shape[1], back.shape[2] // (2 * NEAR + 1)
    padded = np.zeros((back.shape[0], length + 2 * reach, width), np.float32)
    for number, at in enumerate(range(0, 2 * reach + 1, step)):
        padded[:, at : at + length] += back[..., number * width : (number + 1) * width]
    return padded[:, reach : reach + length]


def _widths() -> tuple[int, ...]:
    return WIDTH, OWN, NEIGHBOURS, NEIGHBOURS


def _kept(draw: np.random.Generator, share: float, shape: tuple[int, ...]) -> Table:
    kept: Table = (draw.random(shape, dtype=np.float32) >= share).astype(np.float32) / np.float32(1 - share)
    return kept


def letters_of(files: Iterable[Path]) -> list[str]:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(json.loads(line)["marked"] for line in lines))


def model() -> Tagger:
    found = tagger()
    if found is None:
        raise SystemExit("the language model is not installed")
    return found


def main(files: list[Path]) -> None:
    probe = taught(Lessons.of(letters_of(files), model()), say=True)
    np.savez_compressed(FILE, **{name: table.astype(np.float16) for name, table in probe.weights.items()})
    tagger.cache_clear()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [*CASES, *LESSONS])
