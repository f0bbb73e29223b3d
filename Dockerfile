# The image in production. Its steps are the bootstrap's, so every `make run` exercises them.

FROM debian:bookworm-slim AS base
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/konvent
ENV PATH=/srv/konvent/.venv/bin:$PATH PYTHONUNBUFFERED=1 FLASK_APP=app.factory

# Libraries first: they change less often than the code.
FROM base AS libraries
COPY requirements/ requirements/
COPY tools/ tools/
RUN python3 tools/bootstrap.py run

FROM libraries AS code
COPY config.py ./
COPY app/ app/
COPY content/ content/
COPY migrations/ migrations/
COPY workers/ workers/
COPY deploy/ deploy/
RUN python -m tools.catalogues --compile \
    && KONVENT_MODE=testing python -c "from app.factory import create_app; create_app()" \
    && python -m compileall -q app config.py migrations workers .venv \
    && rm -r tools requirements

FROM base AS mailbox
COPY --from=libraries /srv/konvent/ ./
RUN python3 tools/bootstrap.py local
RUN install --directory --owner=10001 --group=10001 /data
USER 10001:10001
EXPOSE 8025 1025
CMD ["python", "-m", "tools.catcher", "--host", "0.0.0.0", "--folder", "/data/mailbox"]

FROM base AS konvent
COPY --from=code /srv/konvent/ ./
# A named volume takes over the owner of the folder that it covers.
RUN install --directory --owner=10001 --group=10001 /data/uploads
ENV BIND=0.0.0.0:8000 UPLOAD_DIR=/data/uploads
USER 10001:10001
EXPOSE 8000
CMD ["deploy/web"]
