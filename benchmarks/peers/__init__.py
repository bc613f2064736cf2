"""The project beside its peers: whole commands, taking turns, on the same ten notebooks."""
