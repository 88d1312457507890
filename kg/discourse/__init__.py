"""Who answers whom: through whom two entities are connected, who echoes, backs or disputes whom, and who came first.

::

    paths        the shortest chain of claims between two entities, in sentences
    chains       claims that bear on one another, claimant by claimant
"""

from kg.discourse.chains import Exchange, chains, claimants, summarise, tabulate
from kg.discourse.paths import Connection, Step, explain, path

__all__ = ["Connection", "Exchange", "Step", "chains", "claimants", "explain", "path", "summarise", "tabulate"]
