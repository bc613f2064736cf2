"""Every edition of every force: the same small tasks on this machine or on a cluster, one site of their pages."""
