"""Production: whatever is missing or weak refuses to start, with a sentence that says what to set."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403 - settings are layered by star import, Django's own idiom
from portal.settings.base import ALLOWED_HOSTS, EMAIL_CONFIG, PUBLIC_URL, TRUSTED_PROXIES
from portal.settings.env import env, required

ENVIRONMENT = "production"
SECRET_KEY = required("SECRET_KEY", "一段至少50个字符的随机文字，不要与其他系统共用。")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("环境变量 SECRET_KEY 太短：请换成至少50个字符的随机文字。")
FIELD_KEYS = [
    key.strip() for key in required("FIELD_KEYS", "加密联系方式的密钥，新的写在前面，用逗号隔开。").split(",")
]
if any(len(key) < 32 for key in FIELD_KEYS):
    raise ImproperlyConfigured("环境变量 FIELD_KEYS 里有太短的密钥：每个至少32个字符。")
CODE_PEPPER = required("CODE_PEPPER", "生成查询码用的随机文字，至少32个字符，启用后不能更换。")
if len(CODE_PEPPER) < 32:
    raise ImproperlyConfigured("环境变量 CODE_PEPPER 太短：请换成至少32个字符的随机文字。")
FEWEST_SIGNS = 5  # different ones in a secret: a row of one letter is long and still no secret
for _name, _secret in (
    ("SECRET_KEY", SECRET_KEY),
    ("CODE_PEPPER", CODE_PEPPER),
    *(("FIELD_KEYS", key) for key in FIELD_KEYS),
):
    if len(set(_secret)) < FEWEST_SIGNS:
        raise ImproperlyConfigured(f"环境变量 {_name} 太容易猜：请换成随机文字。")
if not ALLOWED_HOSTS or any(not host.strip(".*") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("请设置环境变量 ALLOWED_HOSTS：写出网站的域名，用逗号隔开，不能写 *。")
required("PUBLIC_URL", "网站对外的地址，例如 https://jyj.example.gov.cn。")
required("EMAIL_URL", "发信服务器，例如 smtp+tls://user:password@mail.example.gov.cn:587。")
if not EMAIL_CONFIG["EMAIL_BACKEND"].endswith(".smtp.EmailBackend"):  # the others print addresses or drop the mail
    raise ImproperlyConfigured(
        "环境变量 EMAIL_URL 必须是一台发信服务器，写成 smtp://、smtp+tls:// 或 smtp+ssl:// 开头。"
    )
if not PUBLIC_URL.startswith("https://") and not env.bool("ALLOW_PLAIN_HTTP", default=False):
    raise ImproperlyConfigured("环境变量 PUBLIC_URL 必须以 https:// 开头：查询码和联系方式不能明文传输。")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_TRUSTED_ORIGINS = ["/".join(PUBLIC_URL.split("/")[:3])]  # TLS ends at the proxy, so Django sees http
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31536000 if PUBLIC_URL.startswith("https://") else 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
