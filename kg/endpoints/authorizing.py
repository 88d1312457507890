"""The Authorization header: Basic (RFC 7617), Digest (RFC 7616) or a bearer token (RFC 6750).

A password is given in the way that the server asks for and in no other: Basic would show it to one that asks for Digest
or Negotiate. A token is given at once, to the servers that a person named.
"""

import base64
import re
from collections.abc import Sequence
from typing import Final
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from kg.endpoints.addresses import Origin, is_here, origin
from kg.endpoints.credentials import Credentials
from kg.errors import StoreError

__all__ = ["Authorizer", "challenges"]

_BASIC: Final = "Basic"
_PARAMETER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*=\s*(?:[^\s=\"]+|\".*\")", re.DOTALL)
_KNOWN: Final = {"", "MD5", "SHA"}
"""The algorithms of Digest that Python's library has; "" is MD5."""
_INSTEAD: Final = "let it ask for Basic over https, for Digest or for a bearer token"


class Authorizer:
    """Writes the header for requests to the servers that may see the credentials, and for no others."""

    def __init__(self, credentials: Credentials | None, named: frozenset[Origin]) -> None:
        """``named`` are the servers that a person named; raises StoreError where the credentials are for another."""
        self._credentials = credentials
        host = credentials.host.lower() if credentials else ""
        self._trusted = {server for server in named if not host or server.host == host}
        if credentials and not self._trusted:
            what = f"the credentials are for {host}, not for {', '.join(sorted(server.host for server in named))}"
            raise StoreError.at(None, what, "give those of this host")
        passwords = HTTPPasswordMgrWithDefaultRealm()
        for server in self._trusted:
            if credentials:
                passwords.add_password(None, str(server), credentials.user, credentials.password)
        self._digest = HTTPDigestAuthHandler(passwords)
        self._challenges: dict[Origin, str] = {}

    def gives(self, url: str) -> bool:
        """Tell whether there are credentials for an address."""
        return self._credentials is not None and origin(url) in self._trusted

    def authorize(self, request: Request) -> None:
        """Add the header, as far as it is known how; raise StoreError where it would show a secret on the way."""
        server = origin(request.full_url)
        if self._credentials is None or server not in self._trusted:
            return
        if self._credentials.token:
            header: str | None = f"Bearer {self._credentials.token}"
        elif (challenge := self._challenges.get(server)) is None:
            return
        elif challenge is not _BASIC:
            try:
                asked = _parameters(challenge)
                digest = self._digest.get_authorization(request, asked)
                header = f"Digest {digest}" if digest else None
            except (ValueError, OSError) as reason:
                what = f"the server asks for a kind of Digest that is not known here ({reason})"
                raise StoreError.at(request.full_url, what, "let it ask for Basic over https, or for MD5") from None
        else:
            pair = f"{self._credentials.user}:{self._credentials.password}"
            header = f"Basic {base64.b64encode(pair.encode()).decode()}"
        if header is None:
            return
        if server.scheme != "https" and not is_here(server.host) and not header.startswith("Digest"):
            what = "over http anybody on the way could read the credentials"
            raise StoreError.at(request.full_url, what, "use https")
        request.add_unredirected_header("Authorization", header)

    def learn(self, url: str, headers: Sequence[str]) -> bool:
        """Take note of how a server wants credentials (its WWW-Authenticate); tell whether it is worth asking again.

        It is not where the same was tried before, a Digest apart, which is never the same; nor where the server asks
        for what is not known here: then nothing is given.
        """
        server = origin(url)
        if self._credentials is None or self._credentials.token or server not in self._trusted:
            return False
        asked = challenges(headers)
        digests = [parameters for scheme, parameters in asked if scheme == "digest"]
        digest = next(filter(_answerable, digests), digests[0] if digests else None)
        found = digest if digest is not None else _BASIC if any(scheme == "basic" for scheme, _ in asked) else None
        before = self._challenges.pop(server, None)
        if found is None:
            return False
        self._challenges[server] = found
        return before != found

    def refused(self, url: str, headers: Sequence[str]) -> tuple[str, str] | None:
        """Say why a server that answers 401 was not given the credentials, or does not take them.

        None where there are none for it.
        """
        if not self.gives(url):
            return None
        asked = dict.fromkeys(scheme for scheme, _ in challenges(headers))
        token = bool(self._credentials and self._credentials.token)
        if not asked and not token:
            return "the server does not say in which way it wants credentials, and was given none", _INSTEAD
        if not asked or asked.keys() & ({"bearer"} if token else {"basic", "digest"}):
            return "the server does not accept the credentials", ""
        wanted = " or ".join(scheme.capitalize() for scheme in asked)
        if token:
            return f"the server asks for {wanted}, and there is a token", "give a user and a password"
        return f"the server asks for {wanted}, which is not known here, and was given nothing", _INSTEAD


def challenges(headers: Sequence[str]) -> list[tuple[str, str]]:
    """Read WWW-Authenticate (RFC 9110, 11.6.1): schemes in lower case, each with what follows it.

    A header may hold several challenges, parted by commas as are the parameters of each.
    """
    found: list[tuple[str, str]] = []
    for part in parse_http_list(", ".join(headers)):
        if found and _PARAMETER.fullmatch(part):
            scheme, parameters = found[-1]
            found[-1] = scheme, f"{parameters}, {part}" if parameters else part
        elif part:
            scheme, _, first = part.partition(" ")
            found.append((scheme.lower(), first.strip()))
    return found


def _parameters(challenge: str) -> dict[str, str]:
    return parse_keqv_list([*filter(None, parse_http_list(challenge))])


def _answerable(challenge: str) -> bool:
    """Tell whether a challenge of Digest is one that can be answered: a server gives the one it prefers first."""
    try:
        return _parameters(challenge).get("algorithm", "").upper() in _KNOWN
    except ValueError:
        return False
