"""The controlled values, by the names they have in the ontology."""

from enum import StrEnum
from typing import Final

__all__ = [
    "DOCUMENT_TYPES",
    "ENTITY_TYPES",
    "Approximation",
    "ChangeBasis",
    "Commitment",
    "Kind",
    "LinkType",
    "Mode",
    "Outcome",
    "Zone",
]


class Kind(StrEnum):
    """What sort of thing is claimed (``ac:kinds``)."""

    FIGURE = "figure"
    FACT = "fact"
    EVENT = "event"
    RELATION = "relation"
    FORECAST = "forecast"
    PLAN = "plan"
    GOAL = "goal"
    GUIDANCE = "guidance"
    OPINION = "opinion"
    CAUSE = "cause"
    ROLE = "role"


class Commitment(StrEnum):
    """How far the claimant stands behind it (``ac:commitments``)."""

    FIRM = "firm"
    EXPECTED = "expected"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    PRESUPPOSED = "presupposed"
    DISTANCED = "distanced"
    REPORTED = "reported"


class Mode(StrEnum):
    """How a document relays a claim (``ac:modes``)."""

    DIRECT_QUOTE = "directQuote"
    INDIRECT_SPEECH = "indirectSpeech"
    UNATTRIBUTED = "unattributed"
    AGENTLESS = "agentless"
    AMBIGUOUS_SCOPE = "ambiguousScope"


class Zone(StrEnum):
    """The part of a document an appearance stands in; a plain string in RDF."""

    SUMMARY = "summary"
    BODY = "body"
    BULLETS = "bullets"
    HEADLINE = "headline"


class Approximation(StrEnum):
    """How a number relates to the amount that is meant (``ac:approximations``)."""

    EXACT = "exact"
    ABOUT = "about"
    JUST_BELOW = "justBelow"
    JUST_ABOVE = "justAbove"
    AT_LEAST = "atLeast"
    AT_MOST = "atMost"
    VAGUE_MAGNITUDE = "vagueMagnitude"


class ChangeBasis(StrEnum):
    """What a change is measured against (``ac:changeBases``)."""

    YEAR_OVER_YEAR = "yearOverYear"
    QUARTER_OVER_QUARTER = "quarterOverQuarter"
    VERSUS_PRIOR_GUIDANCE = "versusPriorGuidance"


class Outcome(StrEnum):
    """The verdict of a resolution (``ac:outcomes``)."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partlyFulfilled"
    NOT_FULFILLED = "notFulfilled"
    PENDING = "pending"
    AMBIGUOUS = "ambiguous"
    ANNULLED = "annulled"
    NOT_EVALUATED = "notEvaluated"


class LinkType(StrEnum):
    """How one claim bears on another; each is also a property between the two claims."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    ECHOES = "echoes"
    SUPERSEDES = "supersedes"
    RESTATES = "restates"
    CAUSES = "causes"


ENTITY_TYPES: Final = (
    "AdministrativeArea", "Audience", "Brand", "BusinessAudience", "City", "Corporation", "Country", "CreativeWork",
    "Dataset", "DefinedTerm", "EducationalOrganization", "Event", "GovernmentOrganization", "Intangible", "Legislation",
    "MobileApplication", "NGO", "NewsMediaOrganization", "Organization", "PeopleAudience", "Person", "Place", "Product",
    "ResearchOrganization", "Service", "SoftwareApplication", "SoftwareSourceCode", "Thing", "WebApplication",
)  # fmt: skip
"""The schema.org classes that an entity may be of."""

DOCUMENT_TYPES: Final = (
    "AnalysisNewsArticle", "Article", "AudioObject", "BlogPosting", "Book", "Conversation", "CreativeWork", "Dataset",
    "Legislation", "Message", "NewsArticle", "OpinionNewsArticle", "PodcastEpisode", "Report", "ReportageNewsArticle",
    "Review", "ScholarlyArticle", "SocialMediaPosting", "TechArticle", "VideoObject", "WebPage",
)  # fmt: skip
"""The schema.org classes that a document may be of."""
