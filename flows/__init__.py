"""Prefect flows and their deployments. Calls the stages in order and holds no logic of its own."""

import os

# Nothing phones home. Prefect reads these when it is imported, which no module of this package can be before this one:
# neither a command of ours nor a worker of Prefect's that is given a flow to run.
for _name, _value in (("PREFECT_SERVER_ANALYTICS_ENABLED", "false"), ("DO_NOT_TRACK", "1")):
    os.environ.setdefault(_name, _value)
