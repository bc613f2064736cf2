"""Rebuild a published edition from its evidence and compare everything: claims, cells, charts, words, bytes.

In comes a bundle, a published edition, a site with its bundle, or a library (folder or zip). ``evidence_files`` reads
it, ``evidence`` checks it against its own lists of hashes, ``run`` rebuilds it with the edition's own library and
ordinary kernels. ``items`` splits each file into named items, ``compare`` compares both copies, and ``evidence`` says
what a difference is likely due to. Out come a table for the terminal and a certificate, a page and JSON (``report``).
"""
