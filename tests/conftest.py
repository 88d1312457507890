"""Options and fixtures that several test modules share."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# a run says the same as the one before it; other examples are tried with --hypothesis-profile=default
settings.register_profile("repeatable", derandomize=True, print_blob=True)
settings.load_profile("repeatable")


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write expected output anew instead of comparing with it")


@pytest.fixture
def kg(tmp_path):
    """Run the installed command in an empty folder; return what it printed and its status."""
    program = Path(sys.executable).parent / ("kg.exe" if os.name == "nt" else "kg")
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONWARNINGS": "error::ResourceWarning"}
    environment.pop("FORCE_COLOR", None)

    def run(*words, stdin=None, cwd=tmp_path):
        command = [str(program), *(str(word) for word in words)]
        data = stdin.encode() if isinstance(stdin, str) else stdin
        return subprocess.run(command, cwd=cwd, input=data or b"", capture_output=True, env=environment, check=False)

    return run


@pytest.fixture
def shipped(tmp_path):
    """A copy of the shipped records that a test may spoil."""
    from kg import assets

    folder = tmp_path / "ledger"
    shutil.copytree(str(assets.data()), folder)
    return folder


# Engines at a distance; see tests/servers.py.


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory):
    from tests.servers import oxigraph

    yield from oxigraph(tmp_path_factory.mktemp("oxigraph") / "database")


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    from tests.servers import installed_virtuoso, virtuoso

    if installed_virtuoso() is None:
        pytest.skip("virtuoso-t is not installed")
    yield from virtuoso(tmp_path_factory.mktemp("virtuoso"))


# The page in Chromium; see tests/browsing.py for what is done there.


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    from tests.browsing import CHROMIUM, QUIET

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Pages of made-up ledgers and of the shipped one, by name."""
    from kg import assets
    from kg.network import derive
    from kg.page import render
    from kg.store import open as open_store
    from tests.ledgers import crowd, hostile, made_up, small, topical

    folder = tmp_path_factory.mktemp("pages")
    files = {}
    ledgers = {
        "small": small(),
        "made up": made_up(),
        "hostile": hostile(),
        "large": made_up(1200),
        "crowd": crowd(),
        "topical": topical(),
        "shipped": assets.data(),
    }
    for name, ledger in ledgers.items():
        files[name] = folder / f"{name.replace(' ', '-')}.html"
        store = open_store(ledger)
        network = derive(store)
        files[name].write_text(render(network, network.graph["title"], store), encoding="utf-8", newline="")
    return files


@pytest.fixture
def visit(browser, files):
    """Open a page and wait until it is ready; at the end no request and no message may have been seen."""
    from tests.browsing import WINDOW, Seen

    seen = Seen()
    contexts = []

    def open_page(name="made up", hash_="", *, ready: bool = True, **settings):
        context = browser.new_context(**{"viewport": WINDOW, "offline": True, "reduced_motion": "reduce", **settings})
        contexts.append(context)
        context.set_default_timeout(8000)
        address = files[name].as_uri()

        def stop(route):
            if route.request.url.partition("#")[0] == address:
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.abort()

        context.route("**/*", stop)
        page = context.new_page()
        page.on("console", lambda message: seen.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: seen.messages.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (seen.messages.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(address + hash_)
        if ready:
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert (seen.requests, seen.messages) == ([], [])
