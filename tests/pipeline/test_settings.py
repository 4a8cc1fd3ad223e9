from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.settings import PLACES, Settings, count_cores, describe_settings, load_settings
from pipeline.settings_file import SettingsError, find_settings_file


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("QUOTEHOUSE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def write_config(text: str, name: str = "quotehouse.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.home == Path("data")
    assert settings.workers == count_cores() >= 1
    assert isinstance(settings, Settings)


def test_options_go_before_environment_before_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config('home = "from-file"\nworkers = 3\nbatch_articles = 5\n')
    monkeypatch.setenv("QUOTEHOUSE_WORKERS", "4")
    monkeypatch.setenv("QUOTEHOUSE_BATCH_ARTICLES", "6")
    settings = load_settings(batch_articles=7, home=None)
    assert (settings.home, settings.workers, settings.batch_articles) == (Path("from-file").absolute(), 4, 7)


def test_file_may_be_named_by_option_or_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config("workers = 3\n")
    other = write_config("workers = 4\n", "other.toml")
    named = write_config("workers = 5\n", "named.toml")
    monkeypatch.setenv("QUOTEHOUSE_CONFIG", str(other))
    assert load_settings().workers == 4
    assert load_settings(named).workers == 5


def test_tables_of_the_file_and_nested_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config("[limits]\narticle_byte_limit = 5\n[policy]\nkeep_captions = true\n")
    monkeypatch.setenv("QUOTEHOUSE_LIMITS__UNPACKED_RATIO_LIMIT", "9")
    settings = load_settings()
    assert settings.limits.article_byte_limit == 5
    assert settings.limits.unpacked_ratio_limit == 9
    assert settings.policy.keep_captions


def test_bounds_of_the_checks_of_a_run_are_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config("[checks]\nvolume_low = 0.1\nvolume_blocks = false\n[checks.fill_least]\npublished_on = 0.9\n")
    monkeypatch.setenv("QUOTEHOUSE_CHECKS__STALE_DAYS", "3")
    checks = load_settings().checks
    assert (checks.volume_low, checks.volume_blocks, checks.stale_days) == (0.1, False, 3)
    assert checks.fill_least == {"published_on": 0.9}
    assert checks.missing_high["author_names"] == 0.8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[checks]\nvolume_low = 2\n", r"checks\.volume_low .* cannot be 2: it must be at most 1\."),
        ("[checks]\nvolume_lowest = 0.2\n", r"checks\.volume_lowest .* cannot be 0\.2"),
        ("[checks.fill_least]\npublished_on = 'all'\n", r"checks\.fill_least\.published_on .* cannot be 'all'"),
        ("worker = 3\n", r"quotehouse\.toml': there is no setting 'worker'; did you mean 'workers'\?"),
        ("zebra = 3\n", r"there is no setting 'zebra'; known are home, workers"),
        ("workers = 0\n", r"In quotehouse\.toml: workers \(worker processes that extract\) cannot be 0"),
        ("workers = 'many'\n", r"workers .* cannot be 'many': it must be a whole number\."),
        ("workers = \n", r"quotehouse\.toml' is not valid TOML"),
        ("[limits]\nzebra = 1\n", r"limits\.zebra .* cannot be 1"),
        ("max_quarantine_share = 2\nwait_seconds = -1\n", r"max_quarantine_share(.|\n)*wait_seconds"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(text: str, message: str) -> None:
    write_config(text)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_what_is_wrong_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEHOUSE_WORKERS", "many")
    with pytest.raises(SettingsError, match=r"In QUOTEHOUSE_WORKERS: workers .* cannot be 'many'"):
        load_settings()
    monkeypatch.setenv("QUOTEHOUSE_WORKERS", "2")
    monkeypatch.setenv("QUOTEHOUSE_WORKER", "2")
    with pytest.raises(SettingsError, match="there is no setting 'QUOTEHOUSE_WORKER'; did you mean 'workers'"):
        load_settings()


def test_lists_and_tables_in_the_environment_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEHOUSE_NOTIFY__COMMAND", '["mail", "-s", "Quotehouse"]')
    monkeypatch.setenv("QUOTEHOUSE_CHECKS__FILL_LEAST", '{"published_on": 0.9}')
    settings = load_settings()
    assert settings.notify.command == ("mail", "-s", "Quotehouse")
    assert settings.checks.fill_least == {"published_on": 0.9}
    monkeypatch.setenv("QUOTEHOUSE_NOTIFY__COMMAND", "[mail]")
    with pytest.raises(SettingsError, match=r"notify\.command .* cannot be '\[mail\]'"):
        load_settings()


def test_what_is_wrong_in_the_options_is_named() -> None:
    with pytest.raises(SettingsError, match="In the options: workers"):
        load_settings(workers=-1)
    with pytest.raises(SettingsError, match="In the options: there is no setting 'wrokers'; did you mean 'workers'"):
        load_settings(wrokers=1)


def test_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match=r"There is no settings file 'nowhere\.toml'"):
        load_settings(Path("nowhere.toml"))


def test_home_may_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    assert load_settings(home="~/quotes").home == Path("/somewhere/quotes")


def test_described_settings_give_the_same_settings() -> None:
    settings = load_settings(workers=3, home="elsewhere", limits={"article_byte_limit": 9})
    assert load_settings(**describe_settings(settings)) == settings


def test_file_of_the_home_goes_before_that_of_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config("workers = 3\n")
    for home in ("data", "other"):
        Path(home).mkdir()
    assert load_settings().workers == 3
    assert load_settings(home=Path("other")).workers == 3
    write_config("workers = 4\n", "data/quotehouse.toml")
    write_config("workers = 5\n", "other/quotehouse.toml")
    assert load_settings().workers == 4
    assert load_settings(home=Path("other")).workers == 5
    monkeypatch.setenv("QUOTEHOUSE_HOME", "other")
    assert (load_settings().workers, load_settings().home) == (5, Path("other"))
    assert find_settings_file() == Path("other/quotehouse.toml")


def test_file_of_the_working_folder_can_name_the_home_whose_file_counts() -> None:
    Path("news").mkdir()
    write_config('home = "news"\nworkers = 3\n')
    assert load_settings().workers == 3
    write_config("workers = 4\n", "news/quotehouse.toml")
    settings = load_settings()
    assert (settings.workers, settings.home.resolve()) == (4, Path("news").resolve())


def test_file_of_a_home_names_no_other_home() -> None:
    Path("data").mkdir()
    write_config('home = "."\n', "data/quotehouse.toml")
    assert load_settings().home == Path("data")
    write_config('home = "elsewhere"\n', "data/quotehouse.toml")
    with pytest.raises(SettingsError, match="home cannot be 'elsewhere'"):
        load_settings()


def test_relative_paths_of_a_file_are_relative_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("conf").mkdir()
    Path("elsewhere").mkdir()
    text = 'home = "../store"\nauthority = "known.csv"\nlake_data = "s3://bucket/news"\ndecisions = "/srv/who.csv"\n'
    path = write_config(text, "conf/mine.toml").absolute()
    monkeypatch.chdir("elsewhere")
    settings = load_settings(path)
    assert settings.home.resolve() == path.parent.parent / "store"
    assert settings.authority == path.parent / "known.csv"
    assert (settings.lake_data, settings.decisions) == ("s3://bucket/news", Path("/srv/who.csv"))
    write_config('model = "model"\n[notify]\ncommand = ["mail", "a/b"]\n', str(path))
    assert (load_settings(path).model, load_settings(path).notify.command) == ("model", ("mail", "a/b"))
    write_config('model = "./model"\n[notify]\ncommand = ["./tell", "a/b"]\n', str(path))
    assert load_settings(path).model == str(path.parent / "model")
    assert load_settings(path).notify.command == (str(path.parent / "tell"), "a/b")


def test_every_setting_that_is_a_path_is_one_in_a_file_too() -> None:
    assert {name for name, field in Settings.model_fields.items() if "Path" in str(field.annotation)} <= set(PLACES)


@pytest.mark.parametrize("place", ["quotehouse.toml", "data/quotehouse.toml"])
def test_a_file_that_others_can_write_counts_only_where_it_is_named(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("data").mkdir()
    path = write_config("workers = 3\n", place)
    path.chmod(0o646)
    with pytest.raises(SettingsError, match="Others can write the settings file"):
        load_settings()
    assert load_settings(path).workers == 3
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    path.chmod(0o644)
    if path.stat().st_uid:
        with pytest.raises(SettingsError, match="chown"):
            load_settings()
    monkeypatch.undo()
