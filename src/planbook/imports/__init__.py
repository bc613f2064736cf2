"""What a publisher releases becomes a vintage of a table of ``data/series``.

A file, an archive or a query comes in as texts, a mapping says which of them are period, area, measure and value, and
what goes out is told before it is written: what is new, revised, vanished, unusual or unknown. A table, its schema
and its record of provenance change together or not at all. Editions read the tables alone, never what they came from.
"""
