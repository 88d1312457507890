"""Addresses of servers, and what is the same server (https://www.rfc-editor.org/rfc/rfc6454)."""

from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from kg.errors import StoreError

__all__ = ["Origin", "address", "is_here", "origin"]

_PORTS: Final = {"http": 80, "https": 443}
_EXAMPLE: Final = "give it in full, such as https://example.org/sparql"


class Origin(NamedTuple):
    """A server, as far as trust goes."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}/"


def address(url: str) -> str:
    """Return a server's address, checked and without a fragment.

    Raises StoreError where it is no address on http or https, and, without repeating it, where it has a password.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # both are found wanting when they are asked for
        named = (host or "").encode("idna").decode()
    except ValueError:
        raise StoreError.at(None, "this is no address of a server", _EXAMPLE) from None
    if "@" in parts.netloc:
        what = f"the address of {host} has a user or password in it, where others can read it"
        raise StoreError.at(None, what, "set KG_USER and KG_PASSWORD instead, or name a file by --credentials")
    if parts.scheme not in _PORTS or not host or any(sign <= " " for sign in url):
        raise StoreError.at(url, "this is no address on http or https", _EXAMPLE)
    if named != host:  # a name beyond ASCII goes out as IDNA writes it (RFC 3490)
        port = "" if parts.port is None else f":{parts.port}"
        parts = parts._replace(netloc=f"{named}{port}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")  # an IRI becomes a URI, as in a browser
    return urlunsplit(parts._replace(path=path, query=quote(parts.query, safe="/%:@!$&'()*+,;=~?"), fragment=""))


def origin(url: str) -> Origin:
    """Return the server that an address is on."""
    parts = urlsplit(url)
    return Origin(parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0))


def is_here(host: str) -> bool:
    """Tell whether a host is this machine, so that what is sent there is not on any wire."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
