"""Every force and year as one site.

Forces and years come in, as `planbook all` names them. One notebook of numbers runs for each, here or on a Dask
cluster. Its records become a ledger and a page for each force and year, and pages that lead to them, in `_build/all`.
"""
