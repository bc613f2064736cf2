"""Tables, registers and series: what an analyst edits, and how it is read.

In come the CSV files of ``data/`` with their schemas. Out go typed records: periods, the plan with its outcomes and
milestones, measures, and series as pandas objects, as they were published or revised by a date. Every table is checked
as a whole, and all problems are told at once; check and records read a cell alike (``values``). The modules ``files``,
``table_files``, ``registers``, ``series``, ``available`` and ``places`` read the disk; the others work on values.
"""
