"""How long the desk takes to answer when many read at once.

    python -m benchmarks.desk HOME [--people 20] [--seconds 60] [--times 1]

Starts `quotehouse desk` over the home and simulates readers: each client requests a page, reads it for half a second to
a second and a half, and goes on. Prints the time of every kind of page, the failed requests, and the desk's memory.
With --times the warehouse is multiplied (benchmarks/multiplied.py). Also prints how long the search index takes, made
from scratch and updated.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import psutil

from benchmarks.multiplied import multiply
from desk.index import open_index
from desk.library import identify
from warehouse.home import Home
from warehouse.query import open_published

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = "from cli import main; main()"
READING = (0.5, 1.5)  # seconds a person looks at a page
SAMPLE = 400
IDLE = 5.0  # percent of one core: less is a desk that has made what it keeps of a publication
PLACES = {
    "search": 8, "speaker": 4, "article": 4, "story": 2, "statement": 2, "front": 1, "outlet": 1, "compare": 1,
    "counts": 1,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(options.home.absolute())
        if options.times > 1:
            multiply(home, Path(folder) / "home", options.times)
            home = Home(Path(folder) / "home")
        _measure_index(home)
        addresses = _list_addresses(home)
        with subprocess.Popen(
            [sys.executable, "-c", CODE, "--home", str(home.path), "desk", "--port", "0"],
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            try:
                assert process.stdout is not None
                base = process.stdout.readline().split(" at ")[1].split(" ")[0].rstrip("/")
                asyncio.run(_read_all(base, addresses, options.people, options.seconds, process.pid))
            finally:
                process.terminate()


def _measure_index(home: Home) -> None:
    with closing(open_published(home, threads=2)) as con:
        counts = con.sql("select (select count(*) from mart.articles), (select count(*) from mart.quotes)").fetchall()[
            0
        ]
        print(f"{counts[0]:,} articles, {counts[1]:,} quotes, load {os.getloadavg()[0]:.1f}")
        con.execute("use warehouse.main")
        for name, is_anew in (("whole", True), ("taken forward, nothing new", False)):
            start, cpu = time.perf_counter(), time.process_time()
            index = open_index(home, identify(home) + ("" if is_anew else "x"), con, anew=is_anew)
            print(f"index {name}: {time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} CPU s")
            del index
    size = sum(path.stat().st_size for path in (home.path / "search").rglob("*") if path.is_file())
    print(f"index: {size / 1e6:.0f} MB")


def _list_addresses(home: Home) -> dict[str, list[str]]:
    """Addresses of every kind, drawn at random from what there is."""
    with closing(open_published(home)) as con:

        def take(text: str) -> list[Any]:
            return [row[0] for row in con.sql(f"{text} order by random() limit {SAMPLE}").fetchall()]

        outlets = take("select distinct outlet_name from mart.articles where outlet_name is not null")
        words = [word for text in take("select quote_text from mart.quotes") for word in _pick_words(text)]
        named = "speaker_entity_key is not null and speaker_type <> 'DESCRIPTION'"
        speakers = take(f"select speaker_entity_key from (select * from mart.quotes using sample 3000) where {named}")
        found = {
            "article": [f"/article/{key}" for key in take("select article_key from mart.articles")],
            "story": [f"/story/{key}" for key in take("select distinct story_key from mart.articles")],
            "statement": [
                f"/statement/{key}"
                for key in take("select distinct statement_key from mart.quotes where statement_key is not null")
            ],
        }
    pairs = [(random.choice(outlets), random.choice(outlets)) for _ in range(SAMPLE)] if outlets else []
    return found | {
        "speaker": [f"/speaker/{key}" for key in speakers],
        "search": [f"/search?q={quote(word)}" for word in words]
        + [f"/search?q={quote(word)}&type=direct&sort=newest" for word in words[::3]]
        + [f"/search?q={quote(word)}&in=articles" for word in words[::5]],
        "front": ["/"],
        "outlet": [f"/outlet?name={quote(name)}" for name in outlets],
        "compare": [f"/compare?one={quote(one)}&other={quote(other)}" for one, other in pairs if one != other],
        "counts": ["/counts?by=month", "/counts?by=outlet", "/counts?by=speaker", "/counts?by=cue&measure=articles"],
    }


def _pick_words(text: str) -> list[str]:
    words = [word for word in text.split() if word.isalpha() and len(word) > 3]
    return [words[0], " ".join(words[:2]), f'"{" ".join(text.split()[:2])}"'] if words else []


async def _read_all(base: str, addresses: dict[str, list[str]], people: int, seconds: float, pid: int) -> None:
    process, peak = psutil.Process(pid), [0]
    times: dict[str, list[float]] = defaultdict(list)
    faults: list[str] = []
    limits = httpx.Limits(max_connections=people)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
        while (await client.get("/speaker/1")).status_code == 503:  # the index is being opened
            await asyncio.sleep(0.2)
        process.cpu_percent()
        while await asyncio.sleep(2.0) or process.cpu_percent() > IDLE:  # the copies of views are being made
            pass
        start, cpu = time.perf_counter(), sum(process.cpu_times()[:2])

        def is_over() -> bool:
            memory = process.memory_info()  # without the pages of files, which the system takes back when it needs them
            peak[0] = max(peak[0], memory.rss - memory.shared)
            return time.perf_counter() - start > seconds

        await asyncio.gather(*(_read(client, addresses, times, faults, is_over) for _ in range(people)))
        took = time.perf_counter() - start
        used = sum(process.cpu_times()[:2]) - cpu
    count = sum(map(len, times.values()))
    print(f"{people} people, {took:.0f} s: {count:,} requests, {len(faults)} failed {faults[:3]}")
    print(f"memory at most {peak[0] / 1e6:.0f} MB, {used / took:.2f} cores, load {os.getloadavg()[0]:.1f}")
    print("| page | requests | median, ms | 95 %, ms | most, ms |\n|---|--:|--:|--:|--:|")
    for name, taken in sorted(times.items()):
        points = quantiles([value * 1000 for value in taken], n=20) if len(taken) > 1 else [taken[0] * 1000] * 19
        print(f"| {name} | {len(taken):,} | {points[9]:.0f} | {points[18]:.0f} | {max(taken) * 1000:.0f} |")


async def _read(
    client: httpx.AsyncClient,
    addresses: dict[str, list[str]],
    times: dict[str, list[float]],
    faults: list[str],
    is_over: Callable[[], bool],
) -> None:
    kinds = [kind for kind, weight in PLACES.items() if addresses[kind] for _ in range(weight)]
    while not is_over():
        kind = random.choice(kinds)
        address = random.choice(addresses[kind])
        start = time.perf_counter()
        try:
            answer = await client.get(address)
            if answer.status_code != 200:
                faults.append(f"{address}: {answer.status_code}")
        except httpx.HTTPError as error:
            faults.append(f"{address}: {type(error).__name__}")
        times[kind].append(time.perf_counter() - start)
        await asyncio.sleep(random.uniform(*READING))


if __name__ == "__main__":
    main()
