"""The desk starts at once: it loads nothing that only runs and decisions need."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home

HEAVY = {"prefect", "spacy", "great_expectations", "polars", "pandas", "sqlalchemy", "vl_convert", "mcp"}
CODE = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
from desk.application import make_application
from desk.library import Library
from desk.safety import Settings
from warehouse.home import Home
library = Library(Home(Path(sys.argv[1])))
library.refresh()
client = TestClient(make_application(library, Settings(editor="Rita")), base_url="http://localhost")
assert client.get("/").status_code == client.get("/search?q=the").status_code == client.get("/check").status_code == 200
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_reading_loads_no_model_and_no_prefect(project_path: Path, desk_home: Home) -> None:
    command = [sys.executable, "-c", CODE, str(desk_home.path)]
    done = subprocess.run(command, cwd=project_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not set(done.stdout.split()) & HEAVY
