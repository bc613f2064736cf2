"""Publish a built site as a revision that never changes, in a library of editions.

In come the built site and the files that it was made from. ``signoff_check`` says whether it may be published,
``bundle`` packs site and sources with their ``crate``, ``revision_banner`` names the ``revision`` on every page,
``library_pages`` writes the list of editions, the feed and the sitemap, ``publishing`` puts all of it in place. Out
come a folder with a permanent address, its bundle, and the root of the library.
"""
