"""Building the site: from the edition in ``book/edition``, the pages and the registers to ``_build/html``.

`site` checks the words, has Jupyter Book build beside the site that stands, swaps the two in one move, and records what
the site was built from, so that nothing is built twice; `worker` is the process that has imported Jupyter Book before
it is asked. A fault leaves the standing site as it is.
"""
