"""The gate through which prose passes: numbers, words, acronyms and references that nothing stands behind are stopped.

Nothing here reads a file: :mod:`planbook.edge.gate` does, and raises every fault at once.
"""
