"""Drives the page in a real Chromium as a person would, with the network off and every request counted."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (Debian: apt-get install chromium)"),
]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WINDOW = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Seen:
    """What a page did that it should not have done."""

    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


Opener = Callable[..., Page]


def drawn(page: Page) -> dict[str, Any]:
    return page.evaluate("ledgerPage.drawn()")


def state(page: Page) -> dict[str, Any]:
    return page.evaluate("ledgerPage.state()")


def box_of(page: Page, label: str) -> dict[str, Any]:
    return page.evaluate(
        """label => {
            const { id } = ledgerPage.nodes().find((node) => node.label === label);
            return ledgerPage.drawn().boxes.find((box) => box.id === id);
        }""",
        label,
    )


def click_on(page: Page, label: str) -> None:
    box = box_of(page, label)
    page.mouse.click(box["x"], box["y"])


def panel(page: Page) -> str:
    return page.locator("#panel").inner_text()


def tick(page: Page, facet: str, value: str) -> int:
    """Tick a facet's value; return the count that stood beside it."""
    row = page.locator("fieldset", has=page.locator("legend", has_text=re.compile(f"^{facet}$"))).locator(
        "label", has_text=re.compile(f"^{re.escape(value)}")
    )
    row.locator("input").check()
    return int(row.locator(".number").inner_text())


def visible_claims(page: Page) -> set[str]:
    return {box["id"] for box in drawn(page)["boxes"] if box["type"] == "claim" and box["visible"]}


def table_rows(page: Page) -> set[str]:
    return set(page.eval_on_selector_all("#table tbody tr", "rows => rows.map((row) => row.dataset.claim)"))
