"""Whether Prefect's server answers: for `quotehouse doctor`, the schedule, and workers of a cluster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerProbe:
    """Prefect's release, the API it is configured for (None: a temporary server), and why that does not answer."""

    version: str
    address: str | None = None
    fault: str = ""


def probe_server() -> ServerProbe:
    """Look up the server in Prefect's settings and ask whether it is healthy."""
    import prefect
    from prefect.settings import Settings

    address = Settings().api.url  # read again: the settings that Prefect holds may be older
    return ServerProbe(prefect.__version__, address, find_fault(address) if address else "")


def find_fault(server: str, seconds: float = 10) -> str:
    """What keeps this process from reaching the API at `server`; empty where nothing does."""
    import httpx

    try:
        httpx.get(f"{server.rstrip('/')}/health", timeout=seconds).raise_for_status()
    except httpx.HTTPError as error:
        return str(error) or type(error).__name__
    return ""
