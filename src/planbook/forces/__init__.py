"""The statements of all forces as one site.

A plan of all forces, forces and quarters come in, as `planbook all` names them. The plan's own notebooks run for each,
here or on a Dask cluster. Their records become a ledger and a page for each force and quarter, its statement, and a
page that leads to them, in `_build/all`.
"""
