"""The page as a file: what is in it, and what can never be. No browser; see test_browser.py for one."""

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser

import networkx as nx
import pytest

from kg.assets import viz
from kg.claims import Corpus, Ledger
from kg.network import derive
from kg.page import OPTIONS, render
from kg.page.rendering import MOST_ROWS
from kg.standing import STANDINGS, Standing
from kg.store import open as open_store
from tests.ledgers import ATTACKS, hostile, made_up, small

MODULES = sorted(entry.name.removesuffix(".js") for entry in viz().joinpath("script").iterdir())


class Parts(HTMLParser):
    """Takes a page apart: its elements, their attributes, and the text of each script, style and noscript."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        self._open = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  (text after any end belongs to nobody)
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[-1] += data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attrs, text) for (name, attrs), text in zip(self.elements, self.texts, strict=True) if name == tag]

    def data(self, name: str) -> object:
        (text,) = [text for attrs, text in self.all("script") if attrs.get("id") == name]
        return json.loads(text)


def network_of(corpus: Corpus) -> nx.MultiDiGraph:
    return derive(open_store(corpus))


@pytest.fixture(scope="module")
def page() -> str:
    return render(network_of(small()), "Harbour claims")


@pytest.fixture(scope="module")
def parts(page) -> Parts:
    return Parts(page)


@pytest.fixture(scope="module")
def attacked() -> str:
    return render(network_of(hostile()), ATTACKS[0])


def policy(parts: Parts) -> dict[str, list[str]]:
    (content,) = [a["content"] for a, _ in parts.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    return {name: values for name, *values in (directive.split() for directive in content.split(";"))}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_nodes_do_not_move_by_themselves_nor_by_hand(parts):
    assert parts.data("options") == OPTIONS
    assert OPTIONS["physics"] == {"enabled": False}
    assert OPTIONS["interaction"]["dragNodes"] is False


def test_every_script_and_style_that_runs_is_allowed_by_its_digest_and_nothing_else_is(parts):
    rules = policy(parts)
    scripts = [text for attrs, text in parts.all("script") if attrs.get("type") in {None, "module"}]
    assert rules["script-src"] == [digest(text) for text in scripts]
    assert rules["style-src"] == [digest(text) for _, text in parts.all("style")]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert not {"connect-src", "'unsafe-inline'", "'unsafe-eval'", "*"} & {
        v for values in rules.values() for v in values
    }


def test_the_policy_stands_before_anything_it_governs(parts):
    tags = [tag for tag, _ in parts.elements]
    metas = [index for index, (tag, attrs) in enumerate(parts.elements) if attrs.get("http-equiv")]
    assert metas[0] < min(tags.index("style"), tags.index("script"))


@pytest.mark.parametrize("name", ["page", "attacked"])
def test_nothing_is_fetched_and_nothing_runs_inline(name, request):
    parts = Parts(request.getfixturevalue(name))
    for tag, attrs in parts.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
        assert not [key for key in attrs if key.startswith("on") or key in {"style", "src", "srcset", "ping"}]
        if tag == "a":
            assert attrs["href"].startswith(("https://", "http://", "mailto:"))
            assert attrs["rel"] == "noopener noreferrer"


def test_attacks_stay_text(attacked):
    parts = Parts(attacked)
    plain = Parts(render(network_of(small()), "Harbour claims"))
    assert [tag for tag, _ in parts.elements if tag in {"script", "style", "svg"}] == [
        tag for tag, _ in plain.elements if tag in {"script", "style", "svg"}
    ]
    assert parts.all("title")[0][1] == ATTACKS[0]


def test_data_cannot_end_its_element(attacked):
    for found in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', attacked, re.DOTALL):
        assert not set("<>&'") & set(found)
        json.loads(found)
    (packed,) = re.findall(r'<script type="application/octet-stream" id="packed">(.*?)</script>', attacked, re.DOTALL)
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", packed)


def test_a_lone_surrogate_does_not_break_the_file():
    network = network_of(small())
    for found in network.nodes.values():
        found["label"] = f"broken \ud800 {found['label']}"
    render(network, "broken \udfff too").encode("utf-8")


def test_the_same_network_gives_the_same_bytes(page):
    assert render(network_of(small()), "Harbour claims") == page


def test_an_empty_ledger_can_be_drawn():
    page = Parts(render(network_of(Corpus(Ledger("Nothing yet"))), "Nothing yet"))
    assert page.all("title")[0][1] == "Nothing yet"


def test_without_scripts_a_large_ledger_says_how_much_of_it_is_there():
    page = render(network_of(made_up(MOST_ROWS + 20)), "Harbour claims")
    (table,) = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert len(re.findall("<tr><td>", table)) == MOST_ROWS
    assert f"the first {MOST_ROWS} of {MOST_ROWS + 20} claims" in table


def test_without_scripts_there_is_a_table_of_all_claims():
    corpus = made_up(20)
    page = render(network_of(corpus), "Harbour claims")
    (table,) = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    rows = re.findall(r"<tr><td>(.*?)</tr>", table, re.DOTALL)
    assert len(rows) == 20
    for claim in corpus.claims:
        (row,) = [row for row in rows if f"<bdi>{claim.label}</bdi>" in row]
        assert claim.appearance[0].exact in row
        assert any(word in row for word in STANDINGS.values())
        assert 'href="https://example.org/notes?page=2#:~:text=' in row


def test_outcomes_are_called_the_same_with_and_without_scripts():
    words = viz().joinpath("script", "words.js").read_text(encoding="utf-8")
    assert set(STANDINGS) == set(Standing)
    for standing, word in STANDINGS.items():
        assert re.search(rf'"?{standing}"?: "{word}"', words)


# The parts of the page.


def test_third_party_files_are_those_of_the_manifest():
    folder = viz().joinpath("vendor")
    manifest = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))
    listed = {name: found["sha256"] for library in manifest.values() for name, found in library["files"].items()}
    there = {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in folder.iterdir()
        if entry.name != "manifest.json"
    }
    assert there == listed
    for library in manifest.values():
        for name, found in library["files"].items():
            assert name.endswith(".gz") == ("unpacked_sha256" in found)
            if name.endswith(".gz"):
                unpacked = gzip.decompress(folder.joinpath(name).read_bytes())
                assert hashlib.sha256(unpacked).hexdigest() == found["unpacked_sha256"]
    for library in manifest.values():
        assert set(library) == {"version", "licence", "source", "homepage", "files"}
        assert library["version"] in library["source"]
        assert any("LICENSE" in name for name in library["files"])


def test_the_library_is_the_version_that_the_manifest_names():
    folder = viz().joinpath("vendor")
    manifest = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))
    head = folder.joinpath("vis-network.min.js").read_text(encoding="utf-8")[:600]
    assert f"@version {manifest['vis-network']['version']}" in head


@pytest.mark.parametrize("name", MODULES)
def test_a_script_module_keeps_to_what_the_bundle_understands(name):
    """Each import stands for a const, each export is a function or a const; nothing writes markup."""
    code = viz().joinpath("script", f"{name}.js").read_text(encoding="utf-8")
    imports = re.findall(r"^import .*?;\n", code, re.MULTILINE | re.DOTALL)
    assert all(re.fullmatch(r'import (?:\* as \w+|\{[^}]*\}) from "\./\w+\.js";\n', found) for found in imports)
    assert len(imports) == len(re.findall(r"^\s*import\b", code, re.MULTILINE))
    exports = re.findall(r"^export (.*)$", code, re.MULTILINE)
    assert all(re.match(r"(?:async )?function \w+|const \w+", found) for found in exports)
    for never in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch("):
        assert never not in code
    for names, target in re.findall(r'^import \{([^}]*)\} from "\./(\w+)\.js";', code, re.MULTILINE):
        offered = viz().joinpath("script", f"{target}.js").read_text(encoding="utf-8")
        for wanted in filter(None, (part.strip() for part in names.split(","))):
            assert re.search(rf"^export (?:async )?(?:function|const) {wanted}\b", offered, re.MULTILINE)
            assert len(re.findall(rf"\b{re.escape(wanted)}\b", code)) > 1, f"{wanted} is imported and not used"


def test_every_module_is_on_the_page(page):
    for name in MODULES:
        assert f"const ${name} = await (async () => {{" in page


def test_what_is_not_needed_at_first_stands_behind_the_script(page):
    script = page.index("const $main = ")
    assert page.index('id="packed"') < script < page.index('id="packed-later"')


def test_modules_come_after_those_they_import(page):
    place_of = {name: page.index(f"const ${name} = await (async () => {{") for name in MODULES}
    for name in MODULES:
        code = viz().joinpath("script", f"{name}.js").read_text(encoding="utf-8")
        for imported in re.findall(r'from "\./(\w+)\.js";', code):
            assert place_of[imported] < place_of[name]


# Colours.


def tokens(theme: str) -> dict[str, str]:
    style = viz().joinpath("style.css").read_text(encoding="utf-8")
    (block,) = re.findall(rf':root\[data-theme="{theme}"\] \{{(.*?)\}}', style, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of two #rrggbb colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "surface", "island", "card", "hover", "marked"])
@pytest.mark.parametrize("words", ["ink", "muted"])
def test_words_stand_out_on_every_ground(theme, ground, words):
    colours = tokens(theme)
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", [*Standing, "navy", "line", "focus"])
@pytest.mark.parametrize("ground", ["surface", "card"])
def test_marks_stand_out_from_what_they_stand_on(theme, mark, ground):
    colours = tokens(theme)
    assert contrast(colours[mark], colours[ground]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_links_can_be_read(theme):
    colours = tokens(theme)
    assert min(contrast(colours["focus"], colours[ground]) for ground in ("ground", "surface")) >= 4.5


def test_both_themes_have_the_same_colours():
    assert set(tokens("light")) == set(tokens("dark"))
