"""The live preview: a server that shows the site, and two processes that make what a saved file touches."""
