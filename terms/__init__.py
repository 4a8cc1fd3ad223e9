"""Terms that every room shares: exit codes and the base error, states and severities. Imports nothing."""
