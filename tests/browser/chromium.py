"""Drives the machine's own Chromium through its DevTools protocol, so that no browser has to be downloaded."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.connection import Connection

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OTHER_NAME = "rebound.example"
# Without a sandbox because tests may run as root; the rest keeps the browser from calling home while they do.
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    # No name is looked up: another one for this machine, for tests of rebinding, and nothing else.
    f"--host-resolver-rules=MAP {OTHER_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
START_SECONDS = 240


def find_chromium() -> str | None:
    """Path of the browser, if the machine has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One open page: what it logged, what it asked for, and a way to run script in it."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._loads = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result. Raises RuntimeError with what the browser says against it."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result

    def open(
        self,
        url: str,
        width: int = 1200,
        height: int = 900,
        *,
        dark: bool = False,
        is_offline: bool = True,
        has_scripts: bool = True,
    ) -> None:
        """Open a page at a width and colour scheme and wait until it is loaded; the network is off but for a desk."""
        self.requests.clear()
        self.complaints.clear()
        speed = 0 if is_offline else -1
        self.send(
            "Network.emulateNetworkConditions",
            offline=is_offline,
            latency=0,
            downloadThroughput=speed,
            uploadThroughput=speed,
        )
        self.send("Emulation.setScriptExecutionDisabled", value=not has_scripts)
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])
        loads = self._loads
        self.send("Page.navigate", url=url)
        self._await_load(loads)

    def follow(self, script: str) -> None:
        """Run a script that leads to another page, such as a click, and wait until that is loaded."""
        loads = self._loads
        self.evaluate(f"{script}; 0")
        self._await_load(loads)

    def go_back(self) -> None:
        """Go back to the page before, as the browser's button does; it may come without being loaded again."""
        history = self.send("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]
        self.send("Page.navigateToHistoryEntry", entryId=entry["id"])
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.evaluate("document.readyState === 'complete' && location.href") == entry["url"]:
                    return
            except RuntimeError:  # between two pages
                continue
        raise TimeoutError("The page before did not come back.")

    def press(self, key: str) -> None:
        """Press and release a key, such as "v" or "Enter"."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, text=text if kind == "keyDown" else "")

    def press_and_follow(self, key: str) -> None:
        """Press a key that leads to another page, and wait until that is loaded."""
        loads = self._loads
        self.press(key)
        self._await_load(loads)

    def _await_load(self, loads: int) -> None:
        while self._loads == loads:
            self._receive()

    def evaluate(self, script: str) -> Any:
        """Value of a script in the page."""
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def take_picture(self, path: Path) -> None:
        """Write a picture of the whole page as PNG."""
        data = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(timeout=START_SECONDS))
        parameters = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])
            case "Page.loadEventFired":
                self._loads += 1
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(parameters["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(parameters["args"]))
            case "Log.entryAdded":
                self.complaints.append(parameters["entry"]["text"])
            case "Page.javascriptDialogOpening":
                self.complaints.append(f"dialog: {parameters['message']}")
        return message


@contextmanager
def open_browser(executable: str, profile: Path) -> Iterator[Page]:
    """A page of a browser started on an empty profile; both end with the context."""
    from websockets.sync.client import connect

    process = subprocess.Popen(
        [executable, *OPTIONS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        port = _read_port(profile / "DevToolsActivePort")
        with connect(f"ws://127.0.0.1:{port[0]}{port[1]}", max_size=None, open_timeout=START_SECONDS) as browser:
            target = _call(browser, "Target.createTarget", url="about:blank")["targetId"]
        with connect(f"ws://127.0.0.1:{port[0]}/devtools/page/{target}", max_size=None) as socket:
            yield Page(socket)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _call(socket: Connection, method: str, **parameters: Any) -> dict[str, Any]:
    socket.send(json.dumps({"id": 0, "method": method, "params": parameters}))
    while True:
        message = json.loads(socket.recv(timeout=START_SECONDS))
        if message.get("id") == 0:
            result: dict[str, Any] = message["result"]
            return result


def _read_port(path: Path) -> tuple[str, str]:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        lines = path.read_text().split() if path.exists() else []
        if len(lines) == 2:
            return lines[0], lines[1]
        time.sleep(0.05)
    raise TimeoutError(f"Chromium did not open its DevTools port within {START_SECONDS} s")
