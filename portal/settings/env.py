"""Reading the environment. What an operator may set has one line here or in ``base``; names: docs/operations.md."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


def required(name: str, why: str) -> str:
    """Value of ``name``, or refuse to start with a sentence that says what to set."""
    value: str = env.str(name, default="")
    if not value.strip():
        raise ImproperlyConfigured(f"请设置环境变量 {name}：{why}")
    return value


def whole_number(name: str, default: int) -> int:
    """Value of ``name`` as a whole number from 0, or refuse to start with a sentence."""
    try:
        number = int(env.str(name, default=str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 必须是整数，例如 {default}。") from None
    if number < 0:
        raise ImproperlyConfigured(f"环境变量 {name} 不能是负数。")
    return number


def database_config(default: str) -> dict[str, Any]:
    """``DATABASE_URL`` as Django's dictionary, or refuse to start with a sentence that does not quote the password."""
    config: dict[str, Any] = env.db_url("DATABASE_URL", default=default)
    if config.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(
            "环境变量 DATABASE_URL 看不懂：写成 postgres://用户:密码@主机:5432/库名，或 sqlite:////完整/路径.sqlite3。"
        )
    return config


def elasticsearch_config() -> dict[str, str]:
    """Where the cluster is, or an empty ``url``; refuses to start with a sentence that does not quote a password.

    Several nodes are parted by commas. A user and password inside an address would end up in logs: they have names of
    their own.
    """
    url = env.str("ELASTICSEARCH_URL", default="").strip()
    for each in url.split(",") if url else []:
        try:
            parts = urlsplit(each.strip())
            well = parts.scheme in {"http", "https"} and parts.hostname and parts.port and not parts.username
        except ValueError:
            well = False
        if not well:
            raise ImproperlyConfigured(
                "环境变量 ELASTICSEARCH_URL 看不懂：写成 https://主机:9200，多个节点用逗号隔开；"
                "用户和密码写在 ELASTICSEARCH_USER 和 ELASTICSEARCH_PASSWORD。"
            )
    ca_file = env.str("ELASTICSEARCH_CA_FILE", default="")
    if ca_file and not Path(ca_file).is_file():
        raise ImproperlyConfigured(
            "环境变量 ELASTICSEARCH_CA_FILE 指的文件不存在：写签发集群证书的CA证书（PEM）的完整路径。"
        )
    return {
        "url": url,
        "user": env.str("ELASTICSEARCH_USER", default=""),
        "password": env.str("ELASTICSEARCH_PASSWORD", default=""),
        "ca_file": ca_file,
        "prefix": env.str("ELASTICSEARCH_PREFIX", default="portal"),
    }


def local_secret(name: str, folder: Path) -> str:
    """A random secret kept in ``folder`` (mode 0600), made on first use; for development only."""
    value: str = env.str(name, default="")
    if value:
        return value
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name.lower()
    try:
        with path.open("x") as handle:
            path.chmod(0o600)
            handle.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def broker_options(url: str, folder: Path) -> dict[str, Any]:
    """Transport options of the broker at ``url``; the embedded one gets its folders under ``folder``, made here."""
    if not url.startswith("filesystem:"):
        # A wake-up that hangs would hold the citizen's request: fail fast, beat looks at the table anyway.
        return {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
    messages, control = folder / "messages", folder / "control"
    for path in (messages, control):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {"data_folder_in": str(messages), "data_folder_out": str(messages), "control_folder": str(control)}
