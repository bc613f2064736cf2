"""The live preview: ``planbook serve``.

`watch` follows saved files and has the ordinary build make the site again; `server` serves the files of the site on
this machine and tells browsers of new pages and of faults. In go the sources of a project; out comes ``_build/html``,
as ``planbook book`` makes it.
"""
