"""The gate on words, the glossary and the reading age.

In come commentary, notebooks and pages as Markdown, with the ledger, the glossary and the registers that they are checked
against. Out come faults: a number typed by hand, a statistical word without a licence, an acronym that the glossary
lacks, a chart that is not there, per cent for percentage points, a relative date. The site asks for the terms of the
glossary in a text and for its reading age. Words are data (`lexicon.toml`); of the project's files only `gate` reads any.
"""
