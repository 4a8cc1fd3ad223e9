"""The static data-quality pages of a home: one a run, and an index over all of them."""

from __future__ import annotations

from expectations.report.pages import write_report
from expectations.report.queries import REPORT_QUERIES, ReportQuery, read_inputs, read_report_queries

__all__ = ["REPORT_QUERIES", "ReportQuery", "read_inputs", "read_report_queries", "write_report"]
