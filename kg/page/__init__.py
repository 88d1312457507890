"""A network as one HTML file that needs nothing else: no server, no request, no other file."""

from kg.page.places import places
from kg.page.rendering import OPTIONS, render

__all__ = ["OPTIONS", "places", "render"]
