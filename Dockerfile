# One image for every process of Praxis: `praxis web`, `praxis worker`, `praxis ticker`, `praxis migrate`.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE requirements.lock ./
RUN pip install --no-cache-dir --prefix /install --require-hashes -r requirements.lock
COPY engine engine
COPY processes processes
COPY bpmn bpmn
COPY web web
COPY workers workers
RUN pip install --no-cache-dir --prefix /install --no-deps .

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/praxis praxis
COPY --from=build /install /usr/local
USER praxis
WORKDIR /var/lib/praxis
ENV PYTHONUNBUFFERED=1 PRAXIS_WEB_HOST=0.0.0.0 PRAXIS_WEB_PORT=8080
EXPOSE 8080
ENTRYPOINT ["praxis"]
CMD ["web", "--gunicorn"]
