"""An edition as data files.

The ledger, the executed notebooks and the tables of `data/` come in. CSV tables, spreadsheets (XLSX and ODS), pictures
of charts (SVG and PNG), a Data Package and the record of each claim go out, each with what a reader must know of it.
"""
