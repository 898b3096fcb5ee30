# The image of `ryadom serve`: the wheel is built inside, and what it needs is pinned by requirements/runtime.lock.
# Untested so far (docs/operations.md, Containers).

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements/runtime.lock requirements/
RUN python -m venv /opt/ryadom \
 && /opt/ryadom/bin/pip install --no-cache-dir --require-hashes --requirement requirements/runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY backend backend
COPY widget/build widget/build
COPY demo_site demo_site
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && /opt/ryadom/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.12-slim-bookworm
# An ordinary user with a name: the embedded Postgres knows its users by name, and refuses to run as root.
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/ryadom --shell /usr/sbin/nologin ryadom \
 && chmod 700 /var/lib/ryadom
COPY --from=build /opt/ryadom /opt/ryadom
ENV PATH=/opt/ryadom/bin:$PATH \
    RYADOM_DATA_DIR=/var/lib/ryadom \
    RYADOM_HOST=0.0.0.0 \
    RYADOM_LOG_FORMAT=json
USER ryadom
VOLUME /var/lib/ryadom
EXPOSE 8000
# Readiness is for whoever routes requests; a container is killed only when its loop hangs.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["ryadom"]
CMD ["serve"]
