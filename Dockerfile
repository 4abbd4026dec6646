# The portal in one image: `web` and `worker` are the same code with another command (see compose.yaml).
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home portal && install -d -o portal -g portal /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production VAR_DIR=/data
WORKDIR /app
COPY --from=build /venv /venv
COPY manage.py ./
COPY portal portal
COPY mailbox mailbox
COPY home home
COPY search search
COPY templates templates
# Static files are part of the image. The values below exist during this one step only and protect nothing.
RUN SECRET_KEY=build-only-build-only-build-only-build-only-build-only-0 \
    FIELD_KEYS=build-only-build-only-build-only-00 CODE_PEPPER=build-only-build-only-build-only-01 \
    ALLOWED_HOSTS=localhost PUBLIC_URL=https://localhost EMAIL_URL=smtp://localhost VAR_DIR=/app/var \
    python manage.py collectstatic --noinput -v 0
ENV STATIC_ROOT=/app/var/static
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "2000", "--max-requests-jitter", "200", \
     "--logger-class", "portal.web_logs.EventLogger", "--no-control-socket"]
