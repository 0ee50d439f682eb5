"""Where the browser fetches the networks that it answers with: files that it keeps, beside the connection of the page.

On slow Wi-Fi they take seconds, in which Python answers: through the same connection its answers would wait behind
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.url_util import make_url_path

if TYPE_CHECKING:
    from mnist_demo.runs.run import Run

FOR_GOOD = {"Content-Encoding": "gzip", "Cache-Control": "public, max-age=31536000, immutable"}
"""The address names the content: another network has another one."""


def address(run: Run) -> str:
    """The path of the file that holds a run's network."""
    from mnist_demo.ui import resources  # with all that reads networks: the server starts without it

    return f"{_folder()}/{resources.file_of(run).digest}?run={quote(run.name, safe='')}"


def route() -> Route:
    """What serves these files."""
    return Route(_folder() + "/{digest}", _serve)


def _folder() -> str:
    return make_url_path(config.get_option("server.baseUrlPath"), "weights")


def _serve(request: Request) -> Response:
    """A file, as long as the run has this network; every browser that runs the page unpacks gzip."""
    from mnist_demo.ui import resources

    name, digest = request.query_params.get("run"), request.path_params["digest"]
    run = next((run for run in resources.runs() if run.name == name), None)
    if run is None or resources.file_of(run).digest != digest:
        return PlainTextResponse("There is no such network any more.\n", 404)
    return Response(resources.file_of(run).content, headers=FOR_GOOD, media_type="application/octet-stream")
