# The server that pages talk to: without TensorFlow, so it trains nothing. Built from the project's folder:
#   docker build --file deploy/app.Dockerfile --tag mnist-draw-app .
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/mnist-draw
WORKDIR /source
# Packages first: this layer is made anew only when one of these files changes.
COPY requirements-app.txt requirements-export.txt requirements-postgresql.txt requirements.lock ./
RUN /opt/mnist-draw/bin/pip install -c requirements.lock \
    -r requirements-app.txt -r requirements-export.txt -r requirements-postgresql.txt
COPY . .
# Its list of packages names TensorFlow too, hence --no-deps.
RUN /opt/mnist-draw/bin/pip install --no-deps -c requirements.lock .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home mnist-draw && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/mnist-draw /opt/mnist-draw
# The root file system may be read-only: copies of the networks lie in /data, and all else that is written in /tmp.
ENV PATH=/opt/mnist-draw/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    MNIST_DRAW_MODELS=/data MNIST_DRAW_WORKERS=0
USER 10001:10001
VOLUME /data
EXPOSE 8501
HEALTHCHECK --start-period=30s --interval=10s --timeout=5s --retries=3 CMD \
    ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
# On all addresses: nobody who comes through the proxy is taken for the person at this computer.
CMD ["mnist-draw", "run", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.headless", "true"]
