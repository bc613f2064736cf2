"""The statistical core: control charts, changes, rates, surveys, and the words that they license.

Pure functions on pandas objects and frozen records. Nothing here touches disk, process, clock or network.
"""
