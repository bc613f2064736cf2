"""Publish a built site as a revision that never changes, in a library of editions.

In come the built site and the files that it was made from. ``publishing`` checks that the site is signed off or a
draft, and puts it in place. ``bundle`` packs site and sources with their ``crate``, ``revision_banner`` names the
``revision`` on every page, ``library_pages`` writes the list of editions, the feed and the sitemap. Out come a folder
with a permanent address, its bundle, and the root of the library.
"""
