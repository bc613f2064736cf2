"""Building the site: from the edition in ``book/edition``, the pages and the registers to ``_build/html``.

`site` checks the words, has Jupyter Book build beside the site that stands, and swaps the two in one move; `worker`
is the process that has imported Jupyter Book before it is asked; `record` says what the standing site was built from,
so that nothing is built twice. A fault leaves the standing site as it is.
"""
