from pathlib import Path

import pytest

from articles.lexicon.outlet_registry import KnownOutlet, fold_outlet, read_outlets, read_registry


@pytest.mark.parametrize(
    ("stated", "url", "name"),
    [
        ("CNN (Web News)", None, "CNN"),
        ("CNN", None, "CNN"),
        ("Fox News (Online)", None, "Fox News"),
        ("Wall Street Journal - News", None, "The Wall Street Journal"),
        ("www.cnn.com", None, "CNN"),
        ("nytimes.com", None, "The New York Times"),
        (None, "https://edition.cnn.com/2024/05/14/x", "CNN"),
        ("CNN Politics", "https://www.cnn.com/x", "CNN"),
        ("Reuters", "https://news.yahoo.com/x", "Reuters"),
        ("The Tarn Vale Record", None, "The Tarn Vale Record"),
        ("tarnvale.example", None, "tarnvale.example"),
        (None, "https://tarnvale.example/x", None),
        (None, "https://[broken/x", None),
        (None, None, None),
    ],
)
def test_one_outlet_has_one_name(stated: str | None, url: str | None, name: str | None) -> None:
    assert read_registry().name_outlet(stated, url) == name


def test_a_users_own_names_go_before_the_shipped_ones() -> None:
    own = (
        KnownOutlet("Cable News Network", ("cnn.com",)),
        KnownOutlet("Tarn Vale Record", ("tarnvale.example",), ("TVR", "The Record of Tarn Vale")),
    )
    registry = read_registry(own)
    assert registry.name_outlet("CNN (Web News)", None) == "Cable News Network"
    assert registry.name_outlet(None, "https://www.tarnvale.example/a") == "Tarn Vale Record"
    assert registry.name_outlet("tvr", None) == "Tarn Vale Record"
    assert read_registry().name_outlet("CNN (Web News)", None) == "CNN"


def test_no_spelling_and_no_domain_is_of_two_outlets() -> None:
    from articles.lexicon.outlet_registry import REGISTRY, parse_outlets

    text = (Path(__file__).parents[3] / "articles" / "lexicon" / REGISTRY).read_text("utf-8")
    outlets = parse_outlets(text, REGISTRY)
    spellings = [(fold_outlet(spelling), each.name) for each in outlets for spelling in (each.name, *each.aliases)]
    domains = [domain for each in outlets for domain in each.domains]
    assert len({key for key, _ in spellings}) == len(set(spellings))
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[outlet]]\ndomains = ['a.example']\n", "outlet 1 has no name"),
        ("[[outlet]]\nname = 'A'\ndomain = 'a.example'\n", "unknown key 'domain'"),
        ("[[outlet]]\nname = 'A'\naliases = 'B'\n", "aliases is not a list of strings"),
        ("outlet = ", "is not TOML"),
        ("outlet = ['A']\n", "outlet 1 has no name"),
        ("outlet = 'A'\n", "is not a list of tables"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "outlets.toml"
    path.write_text(content)
    with pytest.raises(ValueError, match=said):
        read_outlets(path)


def test_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_outlets(tmp_path / "none.toml")
