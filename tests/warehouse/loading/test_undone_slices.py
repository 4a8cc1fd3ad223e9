"""A load in slices that is undone leaves nothing of itself, not even in DuckDB's log."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from warehouse.loading.slices import restore_base

if TYPE_CHECKING:
    import duckdb

    from warehouse.home import Home


def test_the_log_of_a_load_that_is_undone_goes_with_it(home: Home, build: duckdb.DuckDBPyConnection) -> None:
    build.execute("checkpoint")
    build.close()
    shutil.copyfile(home.build, home.base)
    code = (
        f"import duckdb, os; con = duckdb.connect({str(home.build)!r}); "
        "con.execute(\"insert into core.dim_outlet (outlet_key, outlet_name) values (77, 'Half')\"); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert home.build.with_name("build.duckdb.wal").exists()
    with restore_base(build, home) as restored:
        found = restored.execute("select count(*) from core.dim_outlet where outlet_key = 77").fetchone()
    assert found == (0,)
    assert not home.base.exists()
    assert not home.build.with_name("build.duckdb.wal").exists()
