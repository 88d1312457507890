"""Who one is to a server: from the environment or a file, never from a command line, which others can read."""

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import StoreError

__all__ = ["Credentials", "credentials"]

_KEYS: Final = {"user", "password", "token", "host"}
_ENVIRONMENT: Final = {"KG_USER": "user", "KG_PASSWORD": "password", "KG_TOKEN": "token"}
_RIGHT: Final = 'write user = "…" and password = "…", or token = "…"; host = "…" says for which host they are'


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token. ``host``, where it is known, is the one host that may see them.

    Secrets are left out of what is printed of a value.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    host: str = ""


def credentials(file: Path | str | None, environment: Mapping[str, str]) -> Credentials | None:
    """Read credentials from a TOML file, else from KG_USER and KG_PASSWORD, or KG_TOKEN; None where there are none.

    Raises StoreError where the file cannot be read, may be read by others than its owner, or says something else,
    and where a password or its user is missing. No message repeats a secret.
    """
    if file is not None:
        return _checked(_file(Path(file)), str(file))
    found = {key: environment[name] for name, key in _ENVIRONMENT.items() if environment.get(name)}
    return _checked(found, None) if found else None


def _checked(found: Mapping[str, str], place: str | None) -> Credentials:
    where = "" if place else " (KG_USER, KG_PASSWORD or KG_TOKEN in the environment)"
    if bool(found.get("user")) != bool(found.get("password")):
        missing = "password" if found.get("user") else "user"
        raise StoreError.at(place, f"the credentials have no {missing}{where}", "give user and password together")
    if bool(found.get("user")) == bool(found.get("token")):
        what = "the credentials have both a user and a token" if found.get("token") else "there are no credentials"
        raise StoreError.at(place, f"{what}{where}", "give a user and a password, or a token")
    for key, value in found.items():
        if not value.isprintable() or (key == "user" and ":" in value) or (key == "token" and not value.isascii()):
            # a line break in a header would begin another header; a colon ends the user of Basic (RFC 7617)
            raise StoreError.at(place, f"the {key} has characters that no header may have{where}", "look at it again")
    return Credentials(**found)


def _file(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                what = "others than you may read this file of credentials"
                raise StoreError.at(str(path), what, f"chmod 600 {path}")
            found = tomllib.load(file)
    except OSError as reason:
        what = f"the credentials cannot be read ({reason.strerror or reason})"
        raise StoreError.at(str(path), what, "name a file that you may read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):  # its message could show a secret
        raise StoreError.at(str(path), "this file of credentials is not TOML", _RIGHT) from None
    if unknown := sorted(found.keys() - _KEYS):
        raise StoreError.at(str(path), f"there is no {', '.join(unknown)} in a file of credentials", _RIGHT)
    if any(not isinstance(value, str) for value in found.values()):
        raise StoreError.at(str(path), "credentials are texts", _RIGHT)
    return found
