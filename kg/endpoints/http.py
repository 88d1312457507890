"""A request to a server, sent again where that is safe, and an answer that is whole, or an error.

On the standard library alone: what is missing there (waiting and trying again, credentials that stay with their
host, answers cut short) is less than a larger library would need around it. TLS certificates are verified as Python
does by default, and the environment's proxies are used, except for this machine.
"""

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

from kg.endpoints.addresses import address, is_here, origin
from kg.endpoints.authorizing import Authorizer
from kg.endpoints.credentials import Credentials
from kg.errors import StoreError

__all__ = ["LARGEST", "Access", "Answer", "Client", "RefusedError"]

LARGEST: Final = 1 << 30
"""The most bytes of an answer: beside its rows, more would fill an ordinary machine's memory."""

_TRIES: Final = 4
_FIRST_WAIT: Final = 0.5
_PIECE: Final = 1 << 16
_SLOWEST: Final = 1024
"""An answer that brings fewer bytes than these while the server might have been silent is given up."""

_REDIRECTS: Final = 5
_SHOWN: Final = 300
_AGAIN: Final = {429, 502, 503, 504}

_CREDENTIALS: Final = "set KG_USER and KG_PASSWORD, or KG_TOKEN, or name a file by --credentials"
_REFUSALS: Final = {
    400: ("the server does not take this", "see what it says"),
    401: ("the server wants to know who asks", _CREDENTIALS),
    403: (
        "the server does not allow this",
        f"ask who runs it for the right, or give other credentials: {_CREDENTIALS}",
    ),
    404: ("there is nothing at this address", "see docs/engines.md for how engines name theirs"),
    405: ("the server does not do this here", "see docs/engines.md for how engines name their addresses"),
    413: ("this is more than the server takes at once", "let it take more"),
    429: ("the server is asked too often", "try again later"),
    503: ("the server is busy or down", "try again later"),
    504: ("the server behind this one did not answer in time", "try again later, or ask for less"),
}


_LOG: Final = "try again; see the server's log"
_FAULTS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (
        TimeoutError,
        "the server was silent for {timeout} seconds",
        "give it more time (--timeout SECONDS), or ask for less",
    ),
    (
        ssl.SSLCertVerificationError,
        "the certificate of {host} cannot be trusted ({cause})",
        "see that the address is right, and which certificates this machine trusts (SSL_CERT_FILE)",
    ),
    (ssl.SSLError, "there is no secure connection to {host} ({cause})", "see whether it is http, not https"),
    (socket.gaierror, "there is no host {host}", "see that the address is right"),
    (ConnectionRefusedError, "no server takes connections at {host}", "start it, or see that the port is right"),
    (http.client.IncompleteRead, "the answer was cut off before its end", _LOG),
    (ConnectionError, "the server cut the connection", _LOG),
    (http.client.HTTPException, "this is no answer in HTTP", "see that the port is right"),
)
"""What happens on the way, the narrower kind first."""

_BROKEN: Final = {ConnectionRefusedError, http.client.IncompleteRead, ConnectionError}
"""What may not happen when one tries again."""


@dataclass(frozen=True, slots=True)
class Access:
    """How servers are reached: as whom, and for how many seconds they may be silent."""

    credentials: Credentials | None = None
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, headers, body."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """The body's media type without parameters, in lower case; empty where none is given."""
        return str(self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()

    def words(self) -> str:
        """Return the beginning of the body in one line, for people; nothing of a web page."""
        return (
            ""
            if "html" in self.media_type
            else " ".join(self.body[:_PIECE].decode("utf-8", "replace").split())[:_SHOWN]
        )


class RefusedError(StoreError):
    """An answer that is no success; ``answer`` is what the server said."""

    answer: Answer


class _BrokenError(Exception):
    """A connection that could not be had or was cut, with what would be right; a request may be sent again."""


class Client:
    """Sends requests to servers that a person named, with credentials where they belong."""

    def __init__(self, access: Access, *named: str, sleep: Callable[[float], None] | None = None) -> None:
        """Credentials go to the servers of the ``named`` addresses alone; StoreError where they are for another."""
        self.access = access
        self._authorizer = Authorizer(access.credentials, frozenset(map(origin, named)))
        self._sleep = sleep or time.sleep
        self._openers: dict[bool, urllib.request.OpenerDirector] = {}

    def send(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, *, safe: bool
    ) -> Answer:
        """Send a request; return an answer of success (2xx).

        ``safe``: sending it twice does no more than sending it once (a query, PUT, DELETE). Then it is sent again,
        up to four times in all, where no connection can be had or it is cut, and after 429, 502, 503 and 504: after
        waits that double, or as long as Retry-After asks for, up to the time-out. Redirects are followed within
        the server alone. Raises RefusedError for any other answer, StoreError where there is no whole one.
        """
        waits = [_FIRST_WAIT * 2**number for number in range(_TRIES - 1)] if safe else []
        while True:
            try:
                return self._follow(method, url, body, headers or {})
            except RefusedError as refused:
                if refused.answer.status not in _AGAIN or not waits:
                    raise
                wait = max(waits.pop(0), _retry_after(refused.answer))
                if wait > self.access.timeout:
                    raise
            except _BrokenError as broken:
                if not waits:
                    what, instead = broken.args
                    raise StoreError.at(url, what, instead) from None
                wait = waits.pop(0)
            self._sleep(wait)

    def _follow(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        for _ in range(_REDIRECTS):
            answer = self._authorized(method, url, body, headers)
            if answer.status < http.client.MULTIPLE_CHOICES:
                return answer
            target = answer.headers.get("Location")
            if answer.status not in {301, 302, 303, 307, 308} or not target:
                raise self._refusal(url, answer)
            try:
                onward = urljoin(url, target)
            except ValueError:
                what = "the server sends one on to what is no address"
                raise StoreError.at(url, what, "see that the address is right") from None
            url = self._redirected(method, url, address(onward), keeps=answer.status in {307, 308})
        raise StoreError.at(url, "the server sends one on without end", "see that the address is right")

    def _redirected(self, method: str, url: str, target: str, *, keeps: bool) -> str:
        if origin(target) != origin(url):
            what = f"the server sends one on to another, {target}, and nothing was sent there"
            raise StoreError.at(url, what, "give that address yourself if you trust it")
        if not keeps and method not in {"GET", "HEAD"}:
            what = f"the server sends one on to {target}, on the way to which the request would be lost"
            raise StoreError.at(url, what, "give that address")
        return target

    def _authorized(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Send once; and once more where the server's answer is how it wants the credentials that there are."""
        answer = self._once(method, url, body, headers)
        if answer.status == http.client.UNAUTHORIZED:
            challenges = answer.headers.get_all("WWW-Authenticate") or []
            if self._authorizer.learn(url, challenges):
                answer = self._once(method, url, body, headers)
        return answer

    def _once(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        # address() has let http and https through alone
        request = urllib.request.Request(url, body, {"User-Agent": "ai-claims-kg", **headers}, method=method)  # noqa: S310
        self._authorizer.authorize(request)
        try:
            with self._opener(here=is_here(origin(url).host)).open(request, timeout=self.access.timeout) as response:
                return Answer(response.status, response.headers, self._read(response, url))
        except urllib.error.URLError as error:
            raise self._fault(error.reason, url) from None
        except (OSError, http.client.HTTPException) as error:
            raise self._fault(error, url) from None

    def _opener(self, *, here: bool) -> urllib.request.OpenerDirector:
        """Make an opener that hands every answer out, redirects and refusals too."""
        if here not in self._openers:
            opener = self._openers[here] = urllib.request.OpenerDirector()
            for handler in (
                urllib.request.ProxyHandler({} if here else None),
                urllib.request.HTTPHandler(),
                urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            ):
                opener.add_handler(handler)
        return self._openers[here]

    def _read(self, response: http.client.HTTPResponse, url: str) -> bytes:
        pieces, size = [], 0
        mark, before = time.monotonic(), 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                what = f"the answer is larger than {LARGEST:,} bytes"
                raise StoreError.at(url, what, "ask for less, with LIMIT or a narrower pattern")
            if time.monotonic() - mark > self.access.timeout:
                if size - before < _SLOWEST:
                    raise TimeoutError
                mark, before = time.monotonic(), size
        whole = b"".join(pieces)
        if response.length:  # Python says nothing where fewer bytes came than Content-Length said
            raise http.client.IncompleteRead(whole, response.length)
        return whole

    def _fault(self, reason: object, url: str) -> Exception:
        """Say what happened on the way: an error, or what to raise where trying again may help."""
        host, cause = origin(url).host, getattr(reason, "verify_message", "") or getattr(reason, "reason", "")
        for kind, what, instead in _FAULTS:
            if isinstance(reason, kind):
                said = what.format(host=host, cause=cause, timeout=f"{self.access.timeout:g}", reason=reason)
                return _BrokenError(said, instead) if kind in _BROKEN else StoreError.at(url, said, instead)
        return StoreError.at(url, f"the server cannot be reached ({reason})", "see that the address is right")

    def _refusal(self, url: str, answer: Answer) -> RefusedError:
        what, instead = _REFUSALS.get(answer.status, ("the server failed", "try again; see the server's log"))
        if answer.status == http.client.UNAUTHORIZED:
            asked = answer.headers.get_all("WWW-Authenticate") or []
            if found := self._authorizer.refused(url, asked):
                what, instead = found[0], found[1] or instead
        refused = RefusedError.at(
            url, f"{what} ({answer.status}{f': {words}' if (words := answer.words()) else ''})", instead
        )
        refused.answer = answer
        return refused


def _retry_after(answer: Answer) -> float:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date."""
    asked = str(answer.headers.get("Retry-After") or "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        return (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return 0.0
