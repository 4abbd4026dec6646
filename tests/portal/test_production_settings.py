"""Production refuses to start, with one sentence that says what to set."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "SECRET_KEY": "k" * 25 + "0123456789" * 3,
    "FIELD_KEYS": "field-key-0123456789-0123456789-a",
    "CODE_PEPPER": "pepper-0123456789-0123456789-0123",
    "ALLOWED_HOSTS": "jyj.example.gov.cn",
    "PUBLIC_URL": "https://jyj.example.gov.cn",
    "EMAIL_URL": "smtp://127.0.0.1:1025",
}
SHOW = "from django.conf import settings as s; s.DEBUG; print(({}))"


def start(tmp_path, show="s.ENVIRONMENT,", **changes):
    values = {name: value for name, value in (GOOD | changes).items() if value is not None}
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings.production", "VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(show)],
        env=env | values,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": None}, "请设置环境变量 SECRET_KEY："),
        ({"SECRET_KEY": "short"}, "环境变量 SECRET_KEY 太短"),
        ({"FIELD_KEYS": None}, "请设置环境变量 FIELD_KEYS："),
        ({"FIELD_KEYS": f"{GOOD['FIELD_KEYS']},short"}, "环境变量 FIELD_KEYS 里有太短的密钥"),
        ({"CODE_PEPPER": None}, "请设置环境变量 CODE_PEPPER："),
        ({"CODE_PEPPER": "short"}, "环境变量 CODE_PEPPER 太短"),
        ({"ALLOWED_HOSTS": None}, "请设置环境变量 ALLOWED_HOSTS："),
        ({"ALLOWED_HOSTS": "*"}, "请设置环境变量 ALLOWED_HOSTS："),
        ({"PUBLIC_URL": None}, "请设置环境变量 PUBLIC_URL："),
        ({"PUBLIC_URL": "http://jyj.example.gov.cn"}, "环境变量 PUBLIC_URL 必须以 https:// 开头"),
        ({"EMAIL_URL": None}, "请设置环境变量 EMAIL_URL："),
        ({"EMAIL_URL": "consolemail://"}, "环境变量 EMAIL_URL 必须是一台发信服务器"),
        ({"SECRET_KEY": "a" * 60}, "环境变量 SECRET_KEY 太容易猜"),
        ({"FIELD_KEYS": f"{GOOD['FIELD_KEYS']},{'ab' * 20}"}, "环境变量 FIELD_KEYS 太容易猜"),
        ({"CODE_PEPPER": "0" * 40}, "环境变量 CODE_PEPPER 太容易猜"),
        ({"ALLOWED_HOSTS": "jyj.example.gov.cn,."}, "请设置环境变量 ALLOWED_HOSTS："),
        ({"TRUSTED_PROXIES": "many"}, "环境变量 TRUSTED_PROXIES 必须是整数"),
        ({"TRUSTED_PROXIES": "-1"}, "环境变量 TRUSTED_PROXIES 不能是负数"),
        ({"DATABASE_URL": "oracle-of-delphi://x"}, "环境变量 DATABASE_URL "),
    ],
    ids=lambda value: "=".join(f"{k}={v}" for k, v in value.items())[:30] if isinstance(value, dict) else "",
)
def test_a_missing_or_weak_value_refuses_with_a_sentence(tmp_path, change, sentence):
    started = start(tmp_path, **change)

    assert started.returncode == 1
    assert sentence in started.stderr.splitlines()[-1]
    for value in GOOD.values():
        assert value not in started.stderr or value in {GOOD["ALLOWED_HOSTS"], GOOD["PUBLIC_URL"]}


def test_good_values_start_hardened(tmp_path):
    show = "s.ENVIRONMENT, s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0"

    assert start(tmp_path, show).stdout.strip() == "('production', False, True, True, True)"


def test_the_prefix_reaches_addresses_and_cookies(tmp_path):
    show = "s.FORCE_SCRIPT_NAME, s.STATIC_URL, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH"

    assert start(tmp_path, show, URL_PREFIX="/jyj/").stdout.strip() == "('/jyj', '/jyj/static/', '/jyj/', '/jyj/')"
    assert start(tmp_path, show).stdout.strip() == "(None, '/static/', '/', '/')"


def test_forwarded_https_is_believed_only_behind_our_proxy(tmp_path):
    assert start(tmp_path, "s.SECURE_PROXY_SSL_HEADER").stdout.strip() == "None"
    behind = start(tmp_path, "s.SECURE_PROXY_SSL_HEADER", TRUSTED_PROXIES="1").stdout.strip()
    assert behind == "('HTTP_X_FORWARDED_PROTO', 'https')"
