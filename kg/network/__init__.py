"""A ledger as a network: claims, the entities they are by and about, and how claims bear on one another.

Documents and topics are no nodes. Where a claim stands belongs to the claim (its ``appearances``), and so
does its topic: what is drawn is who claimed what about whom, what came of it, and who pushes back.
"""

from kg.network.deriving import derive
from kg.network.writing import write

__all__ = ["derive", "write"]
