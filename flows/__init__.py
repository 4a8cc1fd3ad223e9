"""Prefect flows, their deployments and the command line. Calls the stages in order and holds no logic of its own."""
