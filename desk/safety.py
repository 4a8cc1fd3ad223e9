"""Safety of the desk: addresses, hosts, the token, forms, the content security policy, the limit of requests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import logging
import os
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

TOKEN_VARIABLE = "QUOTEHOUSE_DESK_TOKEN"  # noqa: S105  (the name of a variable)
SHORTEST_TOKEN = 16
COOKIE = "quotehouse_desk"
AT_ONCE = 32  # concurrent requests; one more is told to try again
FORM_BYTES = 100_000
FORM_SECONDS = 10.0
FORMS_AT_ONCE = 64  # that are still coming; they hold no turn of the requests
# Wrong tokens in a minute, of one address and of all: a guesser has to wait, and from many addresses too.
WRONG_SECONDS, WRONG_OF_ONE, WRONG_OF_ALL = 60.0, 10, 100
# A large answer is handed over in pieces, so that what nobody reads does not pile up; a reader has so long for a piece.
PIECE_BYTES = 1 << 18
PIECE_SECONDS = 60.0
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
SIGN_IN = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in · Quotehouse</title><link rel="stylesheet" href="/static/desk.css"><main class="page"><h1>Quotehouse</h1>
<form method="post" action="/sign-in"><p><label for="token">Token (QUOTEHOUSE_DESK_TOKEN of the machine that serves)
</label></p><p><input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button></p>{}</form></main></html>"""


@dataclass(frozen=True, slots=True)
class Settings:
    """The address of the desk, the token it requires, and the name of the editor (None: nobody edits)."""

    host: str = "127.0.0.1"
    port: int = 8642
    token: str | None = None
    editor: str | None = None
    at_once: int = AT_ONCE
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @property
    def is_local(self) -> bool:
        """Whether it listens on the loopback address alone."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host is the loopback address, which no other machine can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def read_body(request: Request) -> bytes | None:
    """The body of a form; None where it is larger, or comes slower, than a form of ours can."""
    body = b""
    try:
        async with asyncio.timeout(FORM_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > FORM_BYTES:
                    return None
    except TimeoutError:
        return None
    return body


def read_token(host: str) -> str | None:
    """The token that an address other than the loopback one needs. Raises ValueError where it is missing or short."""
    token = os.environ.get(TOKEN_VARIABLE)
    if is_loopback(host):
        return token or None
    if not token or len(token) < SHORTEST_TOKEN:
        raise ValueError(
            f"On {host} others can reach the desk, so it wants a token: set {TOKEN_VARIABLE} to {SHORTEST_TOKEN} "
            "characters or more, or leave out --host."
        )
    return token


def guard(application: Starlette, settings: Settings) -> Starlette:
    """Wrap an application in the checks."""
    application.add_middleware(Guard, settings=settings)
    return application


class Guard:
    """Rejects requests that are not for this desk, and adds security headers to every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._under_way = 0
        self._coming = 0
        self._wrong: deque[tuple[float, str]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        has_begun = False

        async def send_safely(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                known = {name.lower() for name, _ in message["headers"]}
                message["headers"] += [item for item in _HEADERS if item[0] not in known]
            for piece in _cut(message):
                async with asyncio.timeout(PIECE_SECONDS):
                    await send(piece)

        request = Request(scope, receive)
        refusal = self._refuse(request)
        needs_sign_in = refusal is None and self._needs_sign_in(request)
        if needs_sign_in and not _is_sign_in(request):
            refusal = HTMLResponse(SIGN_IN.format(""), 401)
        body = b""
        if (
            refusal is None and request.method == "POST"
        ):  # before it has a turn, which slow forms would keep from others
            body, refusal = await self._take_form(request)
        if refusal is None and needs_sign_in:
            refusal = self._sign_in(request, body)
        if refusal is None and self._under_way >= self.settings.at_once:
            refusal = _ask_to_wait("Too many requests at once. Try again in a moment.", 1)
        if refusal is not None:
            await refusal(scope, receive, send_safely)
            return
        self._under_way += 1
        try:
            await self.app(scope, _hand_over(body, receive) if request.method == "POST" else receive, send_safely)
        except TimeoutError:  # nobody reads the answer
            raise
        except Exception:  # Starlette's own answer to it would go out without our headers
            log.exception("The desk failed on %s", request.url.path)
            if not has_begun:
                failed = PlainTextResponse("The desk failed on this page. What it says is in its terminal.", 500)
                await failed(scope, receive, send_safely)
        finally:
            self._under_way -= 1

    def _refuse(self, request: Request) -> Response | None:
        """The refusal of a request by DNS rebinding (another name for this address) or from a form of another site."""
        host = _strip_port(request.headers.get("host", ""))
        if self.settings.is_local and not is_loopback(host):
            return PlainTextResponse("This desk answers to localhost alone.", 421)
        if request.method not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("The desk only reads.", 405)
        if request.method == "POST":
            origin = request.headers.get("origin")
            if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
                return PlainTextResponse("This form was sent by another site.", 403)
            if origin is None and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return PlainTextResponse("This form was sent by another site.", 403)
        return None

    def _needs_sign_in(self, request: Request) -> bool:
        if self.settings.token is None or request.url.path.startswith("/static/"):
            return False
        return not hmac.compare_digest(request.cookies.get(COOKIE, ""), self._sign())

    def _sign(self) -> str:
        return hmac.new(self.settings.key, (self.settings.token or "").encode(), hashlib.sha256).hexdigest()

    async def _take_form(self, request: Request) -> tuple[bytes, Response | None]:
        """The body of a form, or why it is not taken."""
        if self._coming >= FORMS_AT_ONCE:
            return b"", _ask_to_wait("Too many forms at once. Try again in a moment.", 1)
        self._coming += 1
        try:
            body = await read_body(request)
        except ClientDisconnect:
            body = None
        finally:
            self._coming -= 1
        if body is None:
            return b"", PlainTextResponse("The form is too large, or came too slowly.", 413)
        return body, None

    def _sign_in(self, request: Request, body: bytes) -> Response:
        now, address = time.monotonic(), request.client.host if request.client else ""
        while self._wrong and now - self._wrong[0][0] > WRONG_SECONDS:
            self._wrong.popleft()
        of_one = sum(each == address for _, each in self._wrong)
        if of_one >= WRONG_OF_ONE or len(self._wrong) >= WRONG_OF_ALL:
            return _ask_to_wait("Too many wrong tokens. Try again in a minute.", int(WRONG_SECONDS))
        given = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
        if not hmac.compare_digest(given.encode(), (self.settings.token or "").encode()):
            self._wrong.append((now, address))
            return HTMLResponse(SIGN_IN.format("<p class='bad'>That is not the token.</p>"), 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, self._sign(), httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return answer


def _is_sign_in(request: Request) -> bool:
    return request.method == "POST" and request.url.path == "/sign-in"


def _ask_to_wait(message: str, seconds: int) -> Response:
    return PlainTextResponse(message, 429, {"Retry-After": str(seconds)})


def _hand_over(body: bytes, receive: Receive) -> Receive:
    """What receives a body that was read before, and then what `receive` does."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def hand_over() -> Message:
        return messages.pop() if messages else await receive()

    return hand_over


_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


def _cut(message: Message) -> Iterator[Message]:
    """A message of the server interface, a large body in pieces."""
    body: bytes = message.get("body", b"")
    last = max(0, len(body) - 1) // PIECE_BYTES * PIECE_BYTES
    for start in range(0, last, PIECE_BYTES):
        yield {**message, "body": body[start : start + PIECE_BYTES], "more_body": True}
    yield {**message, "body": body[last:]} if last else message


def _strip_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    return name if port.isdecimal() and ":" not in name else host
