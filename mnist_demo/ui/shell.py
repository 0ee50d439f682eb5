"""The empty page that a browser gets first: Streamlit's, with our title and stylesheets, and the teacher's link.

Stylesheets count from the first paint on: one that the script sends comes after the elements, and moves them. And a
teacher's key leaves the address before anything else of the page reads it.
"""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit import config, file_util
from streamlit.url_util import make_url_path

from mnist_demo.texts import say
from mnist_demo.web import javascript

_OWN_STYLES = ("style.css", "draw_tab.css", "wide_sheet.css", "school/invitation.css")
STYLES = (javascript.FOLDER / "low_answer.css", *(Path(__file__).parent / name for name in _OWN_STYLES))
ICON = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>"
    "<text y='.9em' font-size='90'>✍️</text></svg>"
)
"""Of the browser's tab; as an argument of `st.set_page_config` an emoji costs the first page a tenth of a second."""
TEACHER_LINK = Path(__file__).parent / "tab_memory" / "teacher_link.js"


def route() -> Route:
    """What serves it."""
    return Route(make_url_path(config.get_option("server.baseUrlPath"), ""), _serve)


def _serve(request: Request) -> HTMLResponse:
    return HTMLResponse(_page(), headers={"Cache-Control": "no-cache"})


@cache
def _page() -> str:
    page = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    styles = "".join(f"<style>{style.read_text(encoding='utf-8')}</style>" for style in STYLES)
    title = f"<title>{html.escape(say('page.title'))}</title>"
    page = page.replace('href="./favicon.png"', f'href="{ICON}"')
    page = page.replace("<head>", f"<head><script>{TEACHER_LINK.read_text(encoding='utf-8')}</script>")
    # Streamlit adds its own styles to the head; ours come after them, so that they win.
    return page.replace("<title>Streamlit</title>", title).replace("</body>", f"{styles}</body>")
