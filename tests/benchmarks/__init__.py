"""The scorer scores as it says."""
