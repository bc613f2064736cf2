"""The thin edge: everything that reads, runs, assembles or writes."""
