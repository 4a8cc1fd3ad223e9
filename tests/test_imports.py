"""The rooms and their doors: who may import whom, and what no tracked file may hold."""

from __future__ import annotations

import ast
import graphlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

# A room imports only what stands below it.
DOORS = {
    "cli": {"cli", "desk", "flows", "pipeline", "warehouse", "expectations", "articles", "terms"},
    "desk": {"desk", "pipeline", "warehouse", "expectations", "sql", "terms"},
    "flows": {"flows", "pipeline", "warehouse", "expectations", "articles", "terms"},
    "pipeline": {"pipeline", "warehouse", "expectations", "articles", "terms"},
    "warehouse": {"warehouse", "sql", "terms"},
    "expectations": {"expectations", "sql", "terms"},
    "articles": {"articles", "terms"},
    "sql": {"sql"},
    "terms": {"terms"},
}
FOREIGN = {
    "articles": {"prefect", "duckdb", "great_expectations", "typer", "pandas"},
    "warehouse": {"prefect", "great_expectations", "spacy", "trafilatura", "typer"},
    "expectations": {"prefect", "spacy", "trafilatura", "typer"},
    "pipeline": {"prefect", "spacy", "trafilatura", "typer"},
    "flows": {"spacy", "trafilatura", "typer"},
    "cli": {"prefect", "spacy", "trafilatura"},
    "desk": {"prefect", "great_expectations", "spacy", "trafilatura", "typer", "pandas"},
    "terms": {"duckdb", "polars", "prefect", "great_expectations", "spacy", "trafilatura", "typer"},
    "sql": {"duckdb", "polars", "prefect", "great_expectations", "spacy", "trafilatura", "typer"},
}
# The inner rooms of articles/ and the modules beside them, from the ground up. Rooms on one line stay apart.
INNER_ROOMS = (
    ("lexicon", "errors"),
    ("text",),
    ("records",),
    ("reading", "cleaning", "parsing"),
    ("mentions",),
    ("coreference",),
    ("quotes",),
    ("resolution",),
    ("execution",),
)
OURS = {*DOORS, "tests", "benchmarks", "samples"}

VERBS = """
    add append assign audit carry check clear close collect compare count create delete discard drop expand
    expire export extend fill find index insert keep link list load map mark merge name open rank read rebuild
    record release remove rename replace resolve retire search select set settle show split stage start store
    sum take touch update write
"""


def list_modules(room: str) -> list[Path]:
    return sorted((PROJECT / room).rglob("*.py"))


def read_imports(path: Path) -> set[tuple[int, str]]:
    """(line, module) of every import in the file: at the top, within functions and for type checking alone."""
    package = [*path.relative_to(PROJECT).parent.parts]
    found: set[tuple[int, str]] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"), filename=str(path))):
        match node:
            case ast.Import(names=names):
                found |= {(node.lineno, alias.name) for alias in names}
            case ast.ImportFrom(module=module, level=0) if module:
                found.add((node.lineno, module))
            case ast.ImportFrom(module=module, level=level):
                base = package[: len(package) - level + 1]
                found.add((node.lineno, ".".join([*base, module] if module else base)))
            case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"), args=[argument, *_]):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add((node.lineno, argument.value))
            case _:
                pass
    return found


def read_imported_names(path: Path) -> set[str]:
    """Imported modules, those too that `from package import module` names."""
    named = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8"), filename=str(path)))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return named | {module for _, module in read_imports(path)}


@pytest.mark.parametrize("room", DOORS)
def test_imports_run_one_way(room: str) -> None:
    faults = [
        f"{path.relative_to(PROJECT)}:{line} imports {module}"
        for path in list_modules(room)
        for line, module in sorted(read_imports(path))
        if module.partition(".")[0] in (OURS - DOORS[room]) | FOREIGN[room]
    ]
    assert not faults, "\n".join(faults)


def test_inner_rooms_of_articles_import_downwards() -> None:
    floors = {room: floor for floor, rooms in enumerate(INNER_ROOMS) for room in rooms}
    assert set(floors) == {
        path.relative_to(PROJECT).parts[1].removesuffix(".py") for path in list_modules("articles")
    } - {"__init__"}
    faults = []
    for path in list_modules("articles"):
        room = path.relative_to(PROJECT).parts[1].removesuffix(".py")
        if room == "__init__":
            continue
        for line, module in sorted(read_imports(path)):
            parts = module.split(".")
            above = parts[0] == "articles" and len(parts) > 1 and parts[1] in floors and parts[1] != room
            if above and floors[parts[1]] >= floors[room]:
                faults.append(f"{path.relative_to(PROJECT)}:{line} imports {module}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("room", DOORS)
def test_modules_import_each_other_in_no_circle(room: str) -> None:
    graph: dict[str, set[str]] = {}
    for path in list_modules(room):
        name = ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = read_imported_names(path) - {name}
    sorter = graphlib.TopologicalSorter({name: found & graph.keys() for name, found in graph.items()})
    sorter.prepare()  # raises CycleError, which names the circle


def test_reads_imports_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "PROJECT", tmp_path)
    room = tmp_path / "articles" / "cleaning"
    room.mkdir(parents=True)
    (room / "x.py").write_text(
        "import json\nfrom . import rules\nfrom ..records import Quote\n\n"
        "def late():\n    import duckdb.typing\n    importlib.import_module('prefect.flows')\n",
        "utf-8",
    )
    modules = {module for _, module in read_imports(room / "x.py")}
    assert modules == {"json", "articles.cleaning", "articles.records", "duckdb.typing", "prefect.flows"}


@pytest.mark.parametrize("room", DOORS)
def test_every_room_says_what_it_is_for(room: str) -> None:
    folders = {path.parent for path in list_modules(room)} - {PROJECT}
    silent = [
        str(folder.relative_to(PROJECT))
        for folder in sorted(folders)
        if not (folder / "__init__.py").is_file()
        or not ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    ]
    assert not silent, f"no docstring in __init__.py of: {', '.join(silent)}"


def test_schema_files_are_named_after_their_table_or_view() -> None:
    faults = []
    sql = PROJECT / "sql"
    for path in sorted([*(sql / "schema").glob("*/*.sql"), *(sql / "mart").glob("*.sql")]):
        name = f"{path.parent.name}.{path.stem}"
        if not re.search(
            rf"^create (or replace )?(table|view)( if not exists)? {re.escape(name)}\b", path.read_text("utf-8"), re.M
        ):
            faults.append(f"{path.relative_to(PROJECT)} does not create {name}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("folder", ["load", "audits", "queries", "migrations", "rebuild", "schema", "desk"])
def test_sql_files_are_named_verb_object(folder: str) -> None:
    faults = []
    for path in sorted((PROJECT / "sql" / folder).glob("*.sql")):
        name = re.sub(r"^\d+_", "", path.stem)  # migrations are numbered
        if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name) or name.partition("_")[0] not in VERBS.split():
            faults.append(str(path.relative_to(PROJECT)))
    assert not faults, f"not named verb_object (VERBS in this test): {', '.join(faults)}"


def list_tracked_texts() -> list[tuple[str, str]]:
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run([git, "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, text=True).stdout
    texts = []
    for name in filter(None, names.split("\0")):
        path = PROJECT / name
        if path.is_file():
            texts.append((name, path.read_bytes().decode("utf-8", errors="replace")))
    return texts


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    # Paths of one machine break on every other; registries differ between machines and are settings, not sources.
    machine = re.compile(r"(?<![\w.])/(?:work|root|farm|home/\w+|Users/\w+)/")
    registry = re.compile(r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|anaconda|crates)\.(?:org|com|io)\b", re.IGNORECASE)
    faults = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in list_tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if machine.search(line) or registry.search(line)
    ]
    assert not faults, "\n".join(faults)


def test_requirements_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (PROJECT / name).read_text("utf-8")
        assert "://" not in text, f"{name} names an address"
        assert "--index-url" not in text
        pins = re.findall(r"^[A-Za-z0-9][^\s=]*==[^\\\n]*\\\n\s+--hash=sha256:", text, re.M)
        names = re.findall(r"^[A-Za-z0-9]", text, re.M)
        assert len(pins) == len(names) > 50, f"{name}: a requirement without version or hash"


def test_every_dependency_is_pinned() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    needed = {"requirements.txt": settings["project"]["dependencies"]}
    needed["requirements-dev.txt"] = [*needed["requirements.txt"], *settings["dependency-groups"]["dev"]]
    for name, requirements in needed.items():
        pinned = set(re.findall(r"^([a-z0-9-]+)==", (PROJECT / name).read_text("utf-8"), re.M))
        missing = {re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower() for requirement in requirements} - pinned
        assert not missing, f"{name} lacks {', '.join(sorted(missing))}: run `make lock`"


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("articles.reading.records", {"spacy", "trafilatura", "pandas"}),
        ("warehouse.schema.catalog", {"spacy", "great_expectations", "prefect", "pandas"}),
        ("expectations", {"great_expectations", "pandas"}),
        ("desk.application", {"spacy", "great_expectations", "prefect", "trafilatura", "pandas"}),
        ("cli", {"spacy", "great_expectations", "prefect", "trafilatura", "pandas"}),
    ],
)
def test_heavy_libraries_are_imported_late(module: str, heavy: set[str]) -> None:
    # The command line answers at once, and the parent process stays small: only what a command needs is loaded.
    code = f"import sys, {module}; print(' '.join({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split(), f"{module} loads {done.stdout}"
