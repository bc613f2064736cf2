"""Kernels that start warm: each is forked from a parent process that has imported the heavy libraries.

Importing pandas, Matplotlib and SciPy is most of the time of a short notebook. A *parent* imports them
once and then forks: every notebook still has a process of its own, and nothing that one notebook does reaches the
next, because each starts from the parent's untouched memory. Nothing here knows of editions or notebooks.

* ``provisioner`` plugs into ``jupyter_client`` under the name ``planbook-warm``; the kernel of that name (``papermill
  -k planbook-warm``, JupyterLab) uses it.
* ``starting`` gives Papermill and nbclient the two ways of starting a kernel as classes: ordinary and warm.
* ``parents`` is the starter's side, ``server`` the parent's, ``child`` what a fork does to become a kernel.

Only Linux forks safely with these libraries; elsewhere kernels start in the ordinary way, and that is said once.
"""

from __future__ import annotations

__all__: list[str] = []
