"""Fetching the parts of the node with Maven, once, into ``.cache/`` of the checkout, and laying out a home of them."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache" / "elasticsearch"
FETCH_SECONDS = 600
DESCRIPTOR = "META-INF/es-plugins/transport-netty4/plugin-descriptor.properties"
MODULE_JARS = ("transport-netty4", "netty-", "elasticsearch-ssl-config")


class Missing(Exception):
    """The node cannot be put together here; the text says what is missing."""


def home() -> Path:
    """A folder with the node's class path in ``lib/`` and ``modules/``. Raises Missing."""
    for program, package in (("java", "default-jre-headless"), ("mvn", "maven")):
        if shutil.which(program) is None and not (program == "mvn" and _is_laid_out()):
            raise Missing(f"{program} is not installed (Debian: {package})")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes side by side fetch once
        if not _is_laid_out():
            _lay_out()
    return CACHE / "home"


def launcher() -> Path:
    """A folder with the compiled launcher: to compile it at each start costs more than the start. Raises Missing."""
    lib, source = home() / "lib", HERE / "Launcher.java"
    folder = CACHE / f"launcher-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = CACHE / "compiling"
            shutil.rmtree(made, ignore_errors=True)
            compiler = ["java", "-m", "jdk.compiler/com.sun.tools.javac.Main"]
            jars = ":".join(str(jar) for jar in sorted(lib.glob("*.jar")))
            command = [*compiler, "-cp", jars, "-proc:none", "-d", str(made), str(source)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
            if done.returncode:
                raise Missing(f"the launcher does not compile: {done.stderr[-300:]}")
            made.rename(folder)
    return folder


def _wanted() -> str:
    return hashlib.sha256((HERE / "pom.xml").read_bytes()).hexdigest()


def _is_laid_out() -> bool:
    stamp = CACHE / "home" / "parts"
    return stamp.exists() and stamp.read_text() == _wanted()


def _lay_out() -> None:
    made = CACHE / "making"
    shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(CACHE / "home", ignore_errors=True)
    module = made / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    _fetch(made / "lib")
    for jar in (made / "lib").glob("*.jar"):
        if jar.name.startswith("transport-netty4"):
            with zipfile.ZipFile(jar) as inside:
                lines = inside.read(DESCRIPTOR).decode().splitlines(keepends=True)
            kept = [line for line in lines if not line.startswith("modulename")]
            (module / "plugin-descriptor.properties").write_text("".join(kept))
        if jar.name.startswith(MODULE_JARS):
            jar.rename(module / jar.name)
    (made / "parts").write_text(_wanted())
    made.rename(CACHE / "home")


def _fetch(folder: Path) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *goal]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Missing(f"mvn fetched nothing within {FETCH_SECONDS} s") from error
    if done.returncode:
        raise Missing(f"mvn could not fetch the parts: {done.stdout[-300:]}{done.stderr[-300:]}")
