# The desk: front end built with Node, everything else Python. Bases are pinned by version; whoever
# wants them fixed to the byte adds the digest that `docker buildx imagetools inspect` shows.
ARG NODE_IMAGE=node:20.19.5-bookworm-slim
ARG PYTHON_IMAGE=python:3.13.7-slim-bookworm

FROM ${NODE_IMAGE} AS web
WORKDIR /firstline
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY client/package.json client/
COPY widget/package.json widget/
COPY inbox/package.json inbox/
RUN npm ci --no-progress --loglevel=error
COPY client client
COPY widget widget
COPY inbox inbox
COPY locales locales
COPY backend/firstline/masking.yml backend/firstline/masking.yml
RUN npm run build --silent

FROM ${PYTHON_IMAGE} AS packages
COPY pyproject.toml requirements.txt /tmp/
# requirements.txt locks the tests' packages as well; the image gets what `dependencies` name.
RUN python -c "import tomllib; print('\n'.join(tomllib.load(open('/tmp/pyproject.toml', 'rb'))['project']['dependencies']))" >/tmp/wanted.txt \
    && sed 's/ *--hash=[^ ]*//; s/ *\\$//; /^ *#/d; /^ *$/d' /tmp/requirements.txt >/tmp/locked.txt \
    && python -m venv /opt/firstline \
    && /opt/firstline/bin/pip install --no-cache-dir --disable-pip-version-check \
        --requirement /tmp/wanted.txt --constraint /tmp/locked.txt

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/firstline firstline
COPY --from=packages /opt/firstline /opt/firstline
WORKDIR /firstline
COPY backend backend
COPY bot bot
COPY locales locales
COPY policy.yml on-call.yml components.yml ./
COPY --from=web /firstline/build/web build/web
ENV PATH=/opt/firstline/bin:$PATH PYTHONPATH=/firstline/backend PYTHONUNBUFFERED=1 \
    FIRSTLINE_ROOT=/firstline FIRSTLINE_DATA=/var/lib/firstline/data FIRSTLINE_HOST=0.0.0.0
USER firstline
RUN mkdir -p /var/lib/firstline/data
VOLUME /var/lib/firstline/data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=2)"]
ENTRYPOINT ["python", "-m", "firstline"]
CMD ["serve"]
