"""Which shape an entity takes, by its schema.org class."""

from collections.abc import Mapping
from typing import Final

__all__ = ["ENTITY_KINDS"]

ENTITY_KINDS: Final[Mapping[str, str]] = {
    "Person": "person",
    "Organization": "organisation",
    "Corporation": "organisation",
    "NewsMediaOrganization": "organisation",
    "GovernmentOrganization": "organisation",
    "NGO": "organisation",
    "SoftwareApplication": "product",
    "Product": "product",
    "Service": "product",
    "WebApplication": "product",
    "Place": "place",
    "Country": "place",
    "City": "place",
    "AdministrativeArea": "place",
    "Audience": "group",
    "PeopleAudience": "group",
    "BusinessAudience": "group",
}
"""Which of the page's shapes a schema.org class takes; anything else is a "concept"."""
