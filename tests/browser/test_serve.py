"""The preview in a real browser: a save appears by itself, and so does a mistake."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, write

pytestmark = NEEDS_CHROMIUM
PROCESS = "content/lipowiec/park/process.md"
SERVE = "from civicsite.cli.main import main; main()"
PATIENCE = 60
"""Seconds after which the preview counts as broken; a rebuild takes less than one."""


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    with started() as driver:
        yield driver


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path, SITE)


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """Where ``civicsite serve`` says that it listens, once it says so."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-c", SERVE, "serve", "--project", str(project), "--port", port]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as running:
        assert running.stdout
        said = []
        for line in running.stdout:
            said.append(line)
            if f"http://127.0.0.1:{port}/" in line:
                break
        else:
            pytest.fail(f"the preview did not start: {said}")
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.send_signal(signal.SIGINT)
            running.stdout.read()


def test_a_save_and_a_mistake_appear_without_a_hand_on_the_browser(
    project: Path, address: str, browser: webdriver.Chrome
) -> None:
    browser.get(f"{address}lipowiec/park.html")
    waiting = WebDriverWait(browser, PATIENCE)

    def says(text: str) -> None:
        waiting.until(lambda b: text in b.find_element(By.TAG_NAME, "body").text)

    says("Park nad rzeką")
    good = SITE[PROCESS].replace("Park nad rzeką", "Park nad stawem")
    write(project, {PROCESS: good})
    says("Park nad stawem")
    write(project, {PROCESS: good.replace("title: Park", "title: Nowy: park")})
    says("colon-in-value")
    says("Park nad stawem")
    write(project, {PROCESS: good})
    waiting.until(lambda b: not b.find_elements(By.CSS_SELECTOR, "[role=alert]"))
