"""Prefect's server as we start it: it answers our own clients and its own page, and no other page in the browser.

A page of any site can send requests to an address of this machine. Three things keep it out: the server asks for the
secret of the home (PREFECT_SERVER_API_AUTH_STRING); a request that a foreign page made (Origin) is refused; and so is
one under another host name (Host), as when a site points its own name at this machine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

ADDRESS_VARIABLE = "_QUOTEHOUSE_SERVER_ADDRESS"  # host:port that the server listens on
OPENING_PATH = "/open"
# Passes the secret, which stands after the # of the address and is never sent, to Prefect's page as a login there does.
OPENING_PAGE = b"""<!doctype html><meta charset="utf-8"><title>Prefect</title><script>
const secret = location.hash.slice(1);
if (secret) localStorage.setItem("prefect-password", btoa(decodeURIComponent(secret)));
location.replace("/");
</script>"""


def create_app() -> Application:
    """The application that uvicorn serves."""
    from prefect.server.api.server import create_app as create_prefect

    prune_always()
    return guard(create_prefect(), os.environ[ADDRESS_VARIABLE])


def prune_always() -> None:
    """Let a temporary server delete old runs where settings have a server do so; Prefect has only one that stays."""
    from prefect.server.services.db_vacuum import schedule_vacuum_tasks
    from prefect.server.services.perpetual_services import get_perpetual_services

    for service in get_perpetual_services():
        if service.function is schedule_vacuum_tasks:
            service.run_in_ephemeral = True


def guard(app: Application, address: str) -> Application:
    """Pass to `app` only requests for `address` (host:port) that come from no other page than its own."""
    port = address.rpartition(":")[2]
    hosts = {address, f"localhost:{port}"}
    origins = {"", *(f"http://{host}" for host in hosts)}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in hosts or headers.get("origin", "") not in origins:
            await _refuse(scope, send)
        elif scope["path"] == OPENING_PATH:
            await _send(send, 200, b"text/html; charset=utf-8", OPENING_PAGE)
        else:
            await app(scope, receive, send)

    return answer


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: uvicorn answers 403
    else:
        await _send(send, 403, b"text/plain; charset=utf-8", b"This server answers its own page and clients alone.\n")


async def _send(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"x-frame-options", b"DENY")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
