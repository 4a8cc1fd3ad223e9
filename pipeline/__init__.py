"""One run, without Prefect: its stages in order, settings, summary and log."""
