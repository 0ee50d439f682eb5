# The program that trains, with TensorFlow. Built from the project's folder:
#   docker build --file deploy/worker.Dockerfile --tag mnist-draw-worker .
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/mnist-draw
WORKDIR /source
# Packages first: this layer is made anew only when one of these files changes.
COPY requirements.txt requirements-app.txt requirements-postgresql.txt requirements.lock ./
RUN /opt/mnist-draw/bin/pip install -c requirements.lock -r requirements.txt -r requirements-postgresql.txt
COPY . .
RUN /opt/mnist-draw/bin/pip install --no-deps -c requirements.lock .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home mnist-draw && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/mnist-draw /opt/mnist-draw
# The root file system may be read-only: copies of the networks lie in /data, and all else that is written in /tmp.
ENV PATH=/opt/mnist-draw/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp MNIST_DRAW_MODELS=/data
USER 10001:10001
VOLUME /data
# The file is touched each time that the worker has looked after the queue in the database, every five seconds.
HEALTHCHECK --start-period=30s --interval=10s --timeout=5s --retries=3 CMD \
    ["sh", "-c", "test -n \"$(find /tmp/alive -mmin -0.5)\""]
CMD ["mnist-draw", "worker", "--alive-file", "/tmp/alive"]
