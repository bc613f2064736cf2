"""Executing notebooks: a request for an edition comes in, `book/edition` with its ledger goes out.

Each notebook runs with Papermill in a kernel of its own. Kernels are forks of one warm parent that has imported the
heavy libraries (`warm_kernel`, `warm_parent`), also for plain Papermill and JupyterLab under the name `planbook-warm`.
`running` runs many notebooks and collects every failure, `result_cache` keeps results under what they depend on, and
`edition` is the sequence from the request to the edition that the site is built from.
"""
