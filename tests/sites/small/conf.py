"""A small book: plain Sphinx with the project's extension."""

extensions = ["myst_nb", "planbook.site"]
html_theme = "basic"
exclude_patterns = ["data", "out", "book/edition/as_run"]
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath"]
html_copy_source = False
