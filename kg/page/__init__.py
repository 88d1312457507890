"""A network as one HTML file that needs nothing else: no server, no request, no other file."""

from kg.page.rendering import OPTIONS, render

__all__ = ["OPTIONS", "render"]
