"""The board paper: what an edition says, as a tagged PDF and as a DOCX that a board can put on its agenda.

In come the ledger, the plan, the measures, the commentary with its paragraph numbers, and the charts of the notebooks
as run. `board_paper` composes one record of them (`paper_record`), and two writers show it in the same order: `typeset`
sets it with Typst, `word` fills a template with python-docx. `gather` reads and writes the files, and
`paragraph_register` keeps the numbers by which paragraphs are cited. Out come ``_build/paper/board-paper-<period>.pdf``
and ``.docx``.
"""
