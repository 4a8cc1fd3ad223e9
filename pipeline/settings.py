"""Settings: quotehouse.toml, then the environment (QUOTEHOUSE_*), then options, in rising order."""

from __future__ import annotations

import difflib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from articles.cleaning.clean_article import CleaningPolicy
from articles.reading.field_names import FieldNames
from articles.reading.limits import ReadingLimits
from expectations.thresholds import RunThresholds
from pipeline.notifications import Notification
from pipeline.settings_file import (
    CONFIG_VARIABLE,
    DEFAULT_HOME,
    ENV_PREFIX,
    SettingsError,
    find_in_home,
    find_settings_file,
    place_beside,
    read_keys,
)
from terms.refusals import describe_refusal
from warehouse.home import Access, Home, Lake

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

IN_HOME = "file"
PLACES = ("home", "decisions", "judgements", "authority", "outlets", "lake_data", "handover")  # paths or addresses


def count_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """The settings of a run. Every field is a key of quotehouse.toml and, in capitals, a QUOTEHOUSE_ variable."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", frozen=True, env_nested_delimiter="__")
    config_path: ClassVar[Path | None] = None

    home: Path = Field(default=Path(DEFAULT_HOME), description="folder that holds the warehouse and all state")
    workers: int = Field(default_factory=count_cores, ge=1, le=256, description="worker processes that extract")
    model: str = Field(default="en_core_web_md", min_length=1, description="spaCy language model")
    access: Access = Field(
        default=Access.OWNER, description="who may read the files of the home: owner, group or everyone"
    )

    warehouse: str = Field(
        default=IN_HOME,
        description="where the warehouse lives: file (in the home) or ducklake:postgres:dbname=... host=...",
    )
    lake_data: str | None = Field(
        default=None, description="folder or s3://bucket/prefix for the Parquet files of a lake that is made"
    )
    lake_wait_seconds: float = Field(default=3600, ge=0, description="seconds to wait for another loader of the lake")

    scheduler: str | None = Field(
        default=None, description="Dask scheduler whose workers extract (tcp://host:8786), or local for one of our own"
    )

    handover: str | None = Field(
        default=None,
        description="storage (s3://bucket/staging) through which a Dask cluster hands batches over, where its machines "
        "do not share the home",
    )

    batch_articles: int = Field(default=16, ge=1, le=10_000, description="articles a batch at most")
    batch_bytes: int = Field(
        default=1_000_000, ge=1, description="bytes of input a batch at most, unless one article has more"
    )
    article_seconds: float = Field(
        default=10,
        gt=0,
        description="processor seconds that a step of one article may take, for each 100,000 characters begun, but no "
        "more than 150 unless this is more",
    )
    batch_seconds: float = Field(default=300, gt=0, description="seconds a batch may take before its worker is stopped")
    # What a worker never frees grew by 120 MB in 70 batches; a new worker costs a fraction of a second.
    worker_batches: int = Field(default=40, ge=1, description="batches after which a worker is replaced by a fresh one")
    validate_articles: int = Field(default=500, ge=1, description="articles validated and staged at a time")

    load_articles: int = Field(
        default=5_000, ge=1, description="articles loaded in one transaction; a larger input is loaded in several"
    )

    max_quarantine_share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="share of the records read that may be in quarantine; more, if it is 20 or all, holds the run",
    )
    retire_missing: bool = Field(
        default=False, description="close articles whose files are gone from the ingested folders"
    )
    max_missing_share: float = Field(
        default=0.2,
        ge=0,
        le=1,
        description="share of the articles that may be retired at once; more, if it is 20 or all, holds the run",
    )
    quarantine_item_bytes: int = Field(default=1_000_000, ge=0, description="bytes kept of one record in quarantine")
    quarantine_bytes: int = Field(default=100_000_000, ge=0, description="bytes kept of all records in quarantine")
    wait_seconds: float = Field(default=60, ge=0, description="seconds to wait while another run holds the warehouse")
    keep_staged_days: float = Field(default=7, ge=0, description="days that staged batches are kept for reuse")
    keep_log_days: float = Field(
        default=90, ge=0, description="days that logs of runs, and runs in Prefect's own database, are kept"
    )

    keep_snapshot_days: float = Field(
        default=30, ge=0, description="days that `maintain` keeps the past states of a lake; the newest always stays"
    )

    keep_report_runs: int = Field(default=200, ge=1, description="pages of runs that the report keeps, newest first")

    checks: RunThresholds = Field(default_factory=RunThresholds, description="bounds of the checks of a run as a whole")
    notify: Notification = Field(default_factory=Notification, description="whom to tell how a run ended")
    decisions: Path | None = Field(
        default=None, description="CSV file of what people decided, taken in by every run and kept up by every decision"
    )
    judgements: Path | None = Field(default=None, description="what `decisions` was called before release 0.2")
    authority: Path | None = Field(
        default=None, description="CSV file of known entities: name, type, aliases, wikidata_id, country, gender"
    )

    outlets: Path | None = Field(
        default=None,
        description="TOML file of your own outlets (name, domains, aliases); else outlets.toml of the home",
    )

    limits: ReadingLimits = Field(default_factory=ReadingLimits, description="bounds on what is read")
    fields: FieldNames = Field(
        default_factory=FieldNames, description="names of fields in your own exports, beside the usual ones"
    )
    policy: CleaningPolicy = Field(default_factory=CleaningPolicy, description="what cleaning keeps")

    @field_validator("checks", "notify", "limits", "fields", "policy", mode="before")
    @classmethod
    def _read_lists(cls, values: Any) -> Any:
        """Lists and tables in variables are JSON (QUOTEHOUSE_NOTIFY__COMMAND); pydantic parses only outer ones."""
        return {name: _read_json(value) for name, value in values.items()} if isinstance(values, dict) else values

    @field_validator("home", "decisions", "judgements", "authority", "outlets")
    @classmethod
    def _expand_home(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path is not None else None

    @model_validator(mode="before")
    @classmethod
    def _take_former_name(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("judgements") and not values.get("decisions"):
            return {**values, "decisions": values["judgements"]}
        return values

    @field_validator("warehouse")
    @classmethod
    def _check_address(cls, warehouse: str) -> str:
        if warehouse != IN_HOME:
            Lake(warehouse)  # raises ValueError for a bad address
        return warehouse

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options override the environment, which overrides the file; nothing else is read."""
        del dotenv_settings, file_secret_settings
        sources: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        return (*sources, FileSource(settings_cls, cls.config_path)) if cls.config_path else sources


class FileSource(TomlConfigSettingsSource):
    """A settings file. Relative paths in it are relative to it, wherever a command is given."""

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        values, file = super()._read_file(file_path), Path(str(file_path))
        places = {name: values[name] for name in PLACES if isinstance(values.get(name), str)}
        # A name without a slash is that of a package, or of a program on the search path.
        if isinstance(model := values.get("model"), str) and "/" in model:
            places["model"] = model
        notify = values.get("notify")
        if isinstance(notify, dict) and isinstance(command := notify.get("command"), list):
            values["notify"] = notify | {"command": [_place_program(file, word) for word in command[:1]] + command[1:]}
        return values | {name: place_beside(file, place) for name, place in places.items()}


def _place_program(file: Path, program: Any) -> Any:
    return place_beside(file, program) if isinstance(program, str) and "/" in program else program


def load_settings(config_path: Path | None = None, **options: Any) -> Settings:
    """Settings from a file (find_settings_file), the environment and options; an option that is None was not given.

    Raises SettingsError with one message that names every key at fault.
    """
    given = {name: value for name, value in options.items() if value is not None}
    _refuse_unknown_variables()
    path = find_settings_file(config_path, given.get("home"))
    _refuse_unknown_keys(path)
    if path is not None and path == find_in_home(given.get("home")):
        given["home"] = path.parent

    class Configured(Settings):
        config_path: ClassVar[Path | None] = path

    Configured.__name__ = Configured.__qualname__ = Settings.__name__
    try:
        return Settings.model_construct(**dict(Configured(**given)))
    except ValidationError as error:
        raise SettingsError(_explain(error, given, path)) from error


def _read_json(value: Any) -> Any:
    if not (isinstance(value, str) and value.startswith(("[", "{"))):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value  # the setting's own type says what is wrong with it


def make_home(settings: Settings) -> Home:
    """The home, and the lake where the warehouse lives in one. Nothing is created."""
    lake = None
    if settings.warehouse != IN_HOME:
        lake = Lake(settings.warehouse, settings.lake_data, settings.lake_wait_seconds)
    return Home(settings.home, lake, settings.access)


def describe_settings(settings: Settings) -> dict[str, Any]:
    """Settings as plain values, as a deployment's parameters need them."""
    return settings.model_dump(mode="json")


def _refuse_unknown_keys(path: Path | None) -> None:
    unknown = [key for key in read_keys(path) if key not in Settings.model_fields] if path is not None else []
    if unknown:
        raise SettingsError(f"In {str(path)!r}: " + " ".join(_name_unknown(key, key) for key in unknown))


def _refuse_unknown_variables() -> None:
    unknown = []
    for variable in os.environ:
        key = variable.removeprefix(ENV_PREFIX).lower()
        if (
            variable.startswith(ENV_PREFIX)
            and variable != CONFIG_VARIABLE
            and key.partition("__")[0] not in Settings.model_fields
        ):
            unknown.append(_name_unknown(key, variable))
    if unknown:
        raise SettingsError("In the environment: " + " ".join(sorted(unknown)))


def _name_unknown(key: str, written: str) -> str:
    close = difflib.get_close_matches(key, Settings.model_fields, n=1)
    meant = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(Settings.model_fields)}."
    return f"there is no setting {written!r}; {meant}"


_PASSWORD = re.compile(r"(password\s*=\s*)('[^']*'|\S+)|(?<=://)[^/@\s]*@", re.IGNORECASE)


def _hide_secrets(name: str, value: Any) -> str:
    """A value as a message may have it: without passwords, and none of those that are secrets as a whole."""
    return (
        "what it is"
        if name in {"notify", "notify.webhook"}
        else _PASSWORD.sub(lambda found: f"{found[1] or ''}***", repr(value))
    )


def _explain(error: ValidationError, given: dict[str, Any], path: Path | None) -> str:
    lines = []
    for fault in error.errors():
        key = str(fault["loc"][0]) if fault["loc"] else ""
        variable = f"{ENV_PREFIX}{key.upper()}"
        where = "the options" if key in given else variable if variable in os.environ else str(path or "the settings")
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            lines.append(f"In {where}: {_name_unknown(key, name)}")
        else:
            field = Settings.model_fields.get(key)
            meaning = f" ({field.description})" if field is not None and field.description else ""
            value = _hide_secrets(name, fault["input"])
            lines.append(f"In {where}: {name}{meaning} cannot be {value}: {describe_refusal(fault)}.")
    return "\n".join(lines)
