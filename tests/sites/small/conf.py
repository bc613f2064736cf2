"""A small book: plain Sphinx with the project's extension."""

extensions = ["myst_nb", "planbook.site"]
html_theme = "planbook"
html_title = "Was it kept?"
language = "en-GB"
exclude_patterns = ["data", "out", "again", "book/edition/as_run", "notebooks"]
nb_execution_mode = "off"
nb_code_prompt_show = "Show the calculation"
myst_enable_extensions = ["dollarmath"]
html_copy_source = False
