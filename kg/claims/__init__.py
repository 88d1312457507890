"""What a ledger holds, as frozen values without any graph library.

Fields have the names of the RDF properties they become (``claimed_on`` is ``ac:claimedOn``), and hold
identifiers, not objects: a claim's ``subject`` is ``"meta"``, the entity of that ``id`` is in the
same :class:`Corpus`. A field that may occur several times is a tuple with the property's singular name.

Three layers are kept apart: a :class:`Claim` is what is claimed, an :class:`Appearance` is where and in
which words, a :class:`Resolution` is what came of it. A *claimant* is who holds or said the claim; a
*document* is where it stands. Neither is ever called "source", which means both in the literature.

Values do not check themselves, so that RDF from elsewhere can be loaded and then be found wanting by
``kg.rules``; ``kg.records`` refuses records that break a value's shape.

A field that may occur several times is a set, as in RDF: whatever order it was given in, and however
often, a value holds it sorted and without duplicates. So equal content is equal, and a graph read back
gives the very values it was made from.
"""

from kg.claims.identity import (
    appearance_key,
    appearance_path,
    claim_key,
    claim_path,
    link_path,
    plain_decimal,
    recipe,
    resolution_key,
    resolution_path,
)
from kg.claims.texts import FRAGMENT_WORDS, canonical_text, text_digest
from kg.claims.values import (
    BASE,
    Appearance,
    Claim,
    Corpus,
    Document,
    Entity,
    Event,
    Ledger,
    Link,
    Measure,
    Period,
    Predicate,
    Resolution,
    Text,
    Topic,
    Unit,
)
from kg.claims.vocabulary import (
    DOCUMENT_TYPES,
    ENTITY_TYPES,
    Approximation,
    ChangeBasis,
    Commitment,
    Kind,
    LinkType,
    Mode,
    Outcome,
    Zone,
)

__all__ = [
    "BASE",
    "DOCUMENT_TYPES",
    "ENTITY_TYPES",
    "FRAGMENT_WORDS",
    "Appearance",
    "Approximation",
    "ChangeBasis",
    "Claim",
    "Commitment",
    "Corpus",
    "Document",
    "Entity",
    "Event",
    "Kind",
    "Ledger",
    "Link",
    "LinkType",
    "Measure",
    "Mode",
    "Outcome",
    "Period",
    "Predicate",
    "Resolution",
    "Text",
    "Topic",
    "Unit",
    "Zone",
    "appearance_key",
    "appearance_path",
    "canonical_text",
    "claim_key",
    "claim_path",
    "link_path",
    "plain_decimal",
    "recipe",
    "resolution_key",
    "resolution_path",
    "text_digest",
]
