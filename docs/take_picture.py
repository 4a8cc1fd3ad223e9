"""Take the picture of the desk at the top of README.md, from the sample articles: `make picture`.

It ingests the samples into a home that is thrown away, opens the desk on it and lets Chromium (Debian's package
`chromium`) draw the article with most quotes.

    python docs/take_picture.py
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PICTURE = PROJECT / "docs" / "desk.png"
WIDTH, HEIGHT = 1180, 760
CHOSEN = "select article_key from mart.articles order by quote_count desc, article_key limit 1"


def main() -> None:
    """Write docs/desk.png. Exits with a message where Chromium is missing."""
    sys.path.insert(0, str(PROJECT))
    from cli.application import run
    from desk.library import Library
    from tests.browser.chromium import find_chromium, open_browser
    from tests.desk.serving import serve
    from warehouse.home import Home

    browser = find_chromium()
    if browser is None:
        sys.exit("Chromium is not installed. Install Debian's package `chromium`.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if run(["--home", str(home), "ingest", "--direct", "--quiet", str(PROJECT / "samples" / "articles")]) != 0:
            sys.exit("The samples could not be ingested.")
        library = Library(Home(home))
        library.refresh()
        with library.read() as reading:
            key = reading.ask(CHOSEN, {})[1][0]["article_key"]
        with serve(library) as address, open_browser(browser, Path(folder) / "profile") as page:
            page.open(f"{address}/article/{key}", WIDTH, HEIGHT, is_offline=False)
            data = page.send("Page.captureScreenshot", format="png")["data"]
    PICTURE.write_bytes(base64.b64decode(data))


if __name__ == "__main__":
    main()
