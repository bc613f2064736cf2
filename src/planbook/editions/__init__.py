"""Editions as wholes: read one, compare two, cite one, know the library of those that were published.

In come folders of editions: ledger, wording and register. Out go typed contents, differences between two editions,
citations, and the record of the library. ``library_files``, ``wording`` and ``vintages`` read the disk.
"""
