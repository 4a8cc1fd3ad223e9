"""The application: its routes, and how a page becomes HTML, JSON, CSV or a workbook."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jinja2
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from desk import charts, downloads, editing, pages, safety
from desk.differences import mark_differences
from desk.openapi import describe_twins
from desk.pages import NotFound, NotReady, Page
from desk.search import mark_words
from expectations.report import formats
from terms.errors import QuotehouseError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request

    from desk.library import Library, Reading
    from pipeline.settings import Settings as PipelineSettings

NAVIGATION = (
    ("/", "Front"),
    ("/search", "Search"),
    ("/stories", "Stories"),
    ("/outlets", "Outlets"),
    ("/counts", "Counts"),
    ("/sql", "SQL"),
    ("/quality", "Quality"),
    ("/quarantine", "Quarantine"),
)
EDITING = (("/check", "To check"), ("/decisions", "Decisions"))
# Path, the function that makes the page, and its formats other than HTML.
PAGES: tuple[tuple[str, Callable[[Reading, Request], Page], tuple[str, ...]], ...] = (
    ("/", pages.show_front, ("json",)),
    ("/search", pages.show_search, ("json", "csv", "xlsx")),
    ("/speaker/{key:int}", pages.show_speaker, ("json",)),
    ("/outlets", pages.show_outlets, ("json", "csv", "xlsx")),
    ("/outlet", pages.show_outlet, ("json",)),
    ("/compare", pages.show_comparison, ("json",)),
    ("/stories", pages.show_stories, ("json",)),
    ("/story/{key:int}", pages.show_story, ("json",)),
    ("/statement/{key:int}", pages.show_statement, ("json",)),
    ("/article/{key:int}", pages.show_article, ("json",)),
    ("/quote/{key:int}", pages.show_quote, ("json",)),
    ("/check", pages.show_queue, ("json", "csv", "xlsx")),
    ("/decisions", pages.show_decisions, ("json", "csv", "xlsx")),
    ("/moving", pages.show_moving, ("json",)),
    ("/names", pages.show_suggestions, ("json",)),
    ("/counts", pages.show_counts, ("json", "csv", "xlsx", "svg", "png")),
    ("/sql", pages.show_sql, ("json", "csv", "xlsx")),
    ("/quality", pages.show_quality, ("json",)),
    ("/quarantine", pages.show_quarantine, ("json", "csv", "xlsx")),
)
CODES: dict[type[Exception], int] = {NotFound: 404, NotReady: 503}
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Desk:
    """The objects that all routes share."""

    library: Library
    settings: safety.Settings
    templates: jinja2.Environment
    deciding: PipelineSettings | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)  # decisions are carried out one at a time


def make_application(
    library: Library, settings: safety.Settings, deciding: PipelineSettings | None = None
) -> Starlette:
    """The desk over a library, guarded by its settings; with `deciding` the editor may make decisions."""
    desk = Desk(library, settings, make_templates(), deciding)

    @asynccontextmanager
    async def live(_: Starlette) -> AsyncIterator[None]:
        with library.live():
            yield

    routes = [Route("/static/{name}", _send_static), Route("/openapi.json", _send_description)]
    routes += [Route("/decide", _make_decide_endpoint(desk), methods=["POST"])]
    routes += [Route("/report/{name:path}", _make_report_endpoint(desk))]
    for path, make, endings in PAGES:
        routes.append(Route(path, _make_endpoint(desk, make, "html")))
        base = "/front" if path == "/" else path
        routes += [Route(f"{base}.{ending}", _make_endpoint(desk, make, ending)) for ending in endings]
    application = Starlette(routes=routes, lifespan=live, exception_handlers={404: _make_missing(desk)})
    return safety.guard(application, settings)


def _make_endpoint(desk: Desk, make: Callable[[Reading, Request], Page], ending: str) -> Callable[[Request], Response]:
    # A plain function: Starlette runs it on a thread, so a slow query does not delay other requests.
    def answer(request: Request) -> Response:
        with desk.library.read() as reading:
            try:
                page = make(reading, request)
            except (NotFound, NotReady, QuotehouseError) as error:
                return _refuse(desk, request, CODES.get(type(error), 400), str(error), ending)
            if ending == "json":
                return downloads.send_json(page, reading)
            if ending in {"csv", "xlsx"}:
                return downloads.send_rows(page, ending)
            if ending in {"svg", "png"}:
                return charts.send_chart(page, ending, request.query_params.get("look", ""))
            return HTMLResponse(_render(desk, request, page, reading))

    return answer


def _render(desk: Desk, request: Request, page: Page, reading: Reading | None, *, status: str = "") -> str:
    path = request.url.path
    query = request.url.query
    base = "/front" if path == "/" else path

    def link_twin(ending: str) -> str:
        return f"{base}.{ending}{'?' + query if query else ''}"

    def mark(text: str | None) -> Any:
        stems = page.data.get("stems")
        index = reading.index if reading else None
        return mark_words(index, formats.show_text(text), stems) if index and stems else formats.show_text(text)

    return desk.templates.get_template(f"{page.template}.html.j2").render(
        page.data,
        title=page.title,
        navigation=NAVIGATION + (EDITING if desk.settings.editor else ()),
        here=path,
        link_twin=link_twin,
        link_with=lambda **changes: _link_with(request, changes),
        mark=mark,
        asked=reading.asked if reading else [],
        endings=page.endings,
        editor=desk.settings.editor,
        csrf=editing.make_token(desk.settings),
        here_whole=f"{path}?{query}" if query else path,
        status=status,
    )


def _link_with(request: Request, changes: dict[str, Any]) -> str:
    """The address of this page with changed query values; None removes a value, a list sets several."""
    items = [(key, value) for key, value in request.query_params.multi_items() if key not in changes]
    for key, value in changes.items():
        if value is not None:
            items += [(key, str(one)) for one in (value if isinstance(value, list) else [value])]
    return f"{request.url.path}?{urlencode(items)}" if items else request.url.path


def link_to(path: str, **values: Any) -> str:
    """An address of the desk with a query."""
    given = {key: value for key, value in values.items() if value not in {None, ""}}
    return f"{path}?{urlencode(given)}" if given else path


def _refuse(desk: Desk, request: Request, code: int, message: str, ending: str) -> Response:
    if ending != "html":
        return PlainTextResponse(message, code)
    title = {404: "Not found", 503: "In a moment"}.get(code, "That cannot be answered")
    page = Page("message", title, {"message": message})
    return HTMLResponse(_render(desk, request, page, None), code)


def _make_missing(desk: Desk) -> Any:
    def answer(request: Request, _: Exception) -> Response:
        return _refuse(desk, request, 404, "There is no such page. Start at the front page, or search.", "html")

    return answer


def _make_decide_endpoint(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def decide(request: Request) -> Response:
        return await run_in_threadpool(_decide, desk, request, editing.Form.read(await request.body()))

    return decide


def _decide(desk: Desk, request: Request, form: editing.Form) -> Response:
    """Carry out the decision of a form, and redirect to the page that sent it; scripts get JSON."""
    is_script = "application/json" in request.headers.get("accept", "")

    def refuse(code: int, message: str) -> Response:
        return (
            downloads.make_json({"error": message}, code)
            if is_script
            else _refuse(desk, request, code, message, "html")
        )

    editor = desk.settings.editor
    if editor is None or desk.deciding is None:
        return refuse(403, "This desk reads alone. Start it with `quotehouse desk --edit NAME`.")
    if not editing.is_own_form(form, desk.settings):
        return refuse(403, "This form is of another page or of an earlier start. Load the page anew and send it again.")
    try:
        with desk.turn:
            rows = editing.carry_out(form, desk.library, desk.deciding, editor)
    except QuotehouseError as error:
        return refuse(400, str(error))
    if is_script:
        return downloads.make_json({"decisions": [row | {"decision_key": str(row["decision_key"])} for row in rows]})
    desk.library.refresh()
    back = form.text("back")
    return RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/decisions", 303)


def _make_report_endpoint(desk: Desk) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        folder = desk.library.home.reports.resolve()
        path = _find_below(folder, request.path_params["name"])
        if path is None or path.suffix != ".html":
            return _refuse(desk, request, 404, "There is no such report. `quotehouse report` writes it anew.", "html")
        headers = {"Content-Security-Policy": safety.REPORT_POLICY}
        return HTMLResponse(path.read_bytes(), headers=headers)

    return answer


def _find_below(folder: Path, name: str) -> Path | None:
    """The file of that name below a folder; None where there is none, or no file can have the name."""
    try:
        path = (folder / name).resolve()
        return path if folder in path.parents and path.is_file() else None
    except (OSError, ValueError):  # a name that is too long, or with a sign that none may have
        return None


def _send_static(request: Request) -> Response:
    name = request.path_params["name"]
    kind = MEDIA_TYPES.get(name.rpartition(".")[2])
    content = _read_statics().get(name) if kind else None
    if content is None:
        return PlainTextResponse("There is no such file.", 404)
    return Response(content, media_type=kind, headers={"Cache-Control": "max-age=300"})


@cache
def _read_statics() -> dict[str, str]:
    """Every static file by its name. What is asked for opens nothing and is kept nowhere."""
    folder = files("desk").joinpath("static")
    found = {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.is_file()}
    report = files("expectations.report").joinpath("templates", "style.css").read_text("utf-8")
    return found | {"desk.css": report + found["desk.css"]}  # one look with the report


def _send_description(request: Request) -> Response:
    del request
    return downloads.make_json(describe_twins((path, make.__doc__ or "") for path, make, _ in PAGES))


def _format_day(value: date | str | None) -> str:
    """A day such as 3 May 2024; the search index gives it as text."""
    return formats.format_day(date.fromisoformat(value) if isinstance(value, str) else value)


def _format_month(value: date | str) -> str:
    """The month of a day, such as May 2024."""
    return _format_day(value).partition(" ")[2]


@cache
def make_templates() -> jinja2.Environment:
    """The templates, with the filters that write values."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("desk"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "count": formats.format_count,
        "share": formats.format_share,
        "day": _format_day,
        "month": _format_month,
        "moment": formats.format_moment,
        "plural": formats.format_plural,
        "words": formats.format_words,
        "shown": formats.show_text,
        "value": formats.show_value,
        "web": lambda url: url if url and url.lower().startswith(("https://", "http://")) else None,
    }
    environment.globals |= {"link": link_to, "differ": mark_differences}
    return environment
