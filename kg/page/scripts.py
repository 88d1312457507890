"""The page's own code as the file carries it: modules put into one, harmless inside HTML, allowed by digest."""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup

__all__ = ["bundled", "inert", "plain", "policy"]

_IMPORT: Final = re.compile(r'^import (?:\* as (\w+)|(\{[^}]*\})) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORTS: Final = re.compile(r"^export \{[^}]*\};$", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def inert(code: str, element: str) -> Markup:
    """Keep code from ending the element it stands in. A backslash there means nothing, in a string or a pattern."""
    return Markup(re.sub(rf"<(?=/{element}|!--)", r"<\\", code, flags=re.IGNORECASE))  # noqa: S704  (our own files)


def policy(scripts: list[Markup], style: Markup, *, compiles: bool = False) -> str:
    """Return a Content-Security-Policy that allows these scripts, this style, and no request.

    ``compiles``: also WebAssembly, and workers that the page itself makes; they are held to the same policy.
    """
    allowed = " ".join([*map(_digest, scripts), *(["'wasm-unsafe-eval'"] if compiles else [])])
    workers = "worker-src blob:; " if compiles else ""
    return (
        f"default-src 'none'; script-src {allowed}; {workers}style-src {_digest(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def bundled(read: Callable[[str], str], entry: str = "main") -> str:
    """Put ES modules into one script: each becomes a function, after those it imports, that returns its exports.

    A script runs where it stands, while a module would wait for the whole file to be read.
    This covers what ``viz/script`` uses: imports by name or as a whole from a file beside it, each in one
    statement, exported functions and constants, and ``await`` outside functions.
    """
    done: dict[str, str] = {}

    def add(name: str) -> None:
        code = read(name)
        done[name] = ""
        for found in _IMPORT.finditer(code):
            if found[3] not in done:
                add(found[3])
        exports = ", ".join(_EXPORT.findall(code))
        body = _EXPORT.sub("", _IMPORT.sub(lambda found: f"const {found[1] or found[2]} = ${found[3]};\n", code))
        del done[name]
        done[name] = f"const ${name} = await (async () => {{\n{body}\nreturn {{ {exports} }};\n}})();\n"

    add(entry)
    return f'"use strict";\n(async () => {{\n{"".join(done.values())}}})();\n'


def plain(module: str) -> str:
    """Make a script of an ES module that imports nothing: no exports, no address of its own, as strict as before.

    A page that was opened as a file may start workers from scripts, but, in Chromium, none from modules.
    """
    code = _EXPORT.sub("", _EXPORTS.sub("", module)).replace("import.meta.url", "self.location.href")
    return f'"use strict";\n{code}'
