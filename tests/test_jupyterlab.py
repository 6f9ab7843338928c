"""A reader in JupyterLab: follows the links from the start page, runs all, changes the marked line, runs it again."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from browser import chromium

from helpers.lexicon import ROOT

NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
# What a reader may put for the value of the line marked YOUR TURN.
CHANGES = {
    "01_corpus": '"title"',
    "02_term_frequency": '"hợp tác"',
    "03_actor_mentions": '"usa"',
    "04_quote_attribution": '"kim_jong_un"',
    "05_timeline": '"DATE"',
    "06_accuracy": "200",
    "07_scaling": "3",
}
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are there too
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
PATIENCE = 120_000  # milliseconds: other tests run beside it
ERROR = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]'


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page of a browser on a JupyterLab that serves a copy of the project."""
    with chromium() as browser:
        copy = tmp_path_factory.mktemp("reading room")
        for part in ("data", "figures", "helpers", "notebooks"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = serve(copy, port)
        try:
            wait_for(server, f"http://127.0.0.1:{port}/api")
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(PATIENCE)
            page.address = f"http://127.0.0.1:{port}/lab/tree/notebooks/00_start_here.ipynb?reset"
            yield page
        finally:
            server.terminate()
            server.wait(30)


def serve(folder, port):
    own = folder / "jupyter"
    for name, values in SETTINGS.items():
        path = own / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    hidden = ("COMPARE_FIGURES", "CORPUS", "FIGURES", "REPORT_LANG")
    environment = {key: value for key, value in os.environ.items() if key not in hidden} | {
        "PYTHONPATH": str(folder),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "IPYTHONDIR": str(own / "ipython"),
    }
    options = [
        f"--port={port}",
        "--port-retries=0",
        "--no-browser",
        "--allow-root",
        "--ServerApp.token=",
        f"--notebook-dir={folder}",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options]
    with (folder / "server.log").open("w") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)


def wait_for(server, address, seconds=60):
    for _ in range(seconds * 2):
        assert server.poll() is None, "JupyterLab has stopped"
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("JupyterLab does not answer")


def choose(page, menu, entry):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{entry}$")).click()


def prompts(panel):
    return panel.locator(".jp-CodeCell .jp-InputArea-prompt").all_inner_texts()


def wait_until(page, condition, panel, seconds=300):
    for _ in range(seconds * 4):
        if condition():
            return
        page.wait_for_timeout(250)
    pytest.fail(f"the notebook does not come to its end: {prompts(panel)}")


def open_from_start(page, name):
    """Open the start page and follow its link; give the panel of the notebook it leads to."""
    page.goto(page.address)
    page.locator(".jp-NotebookPanel:visible .jp-RenderedMarkdown").first.wait_for()
    if name != NAMES[0]:
        page.locator(f'.jp-NotebookPanel:visible a[href*="{name}.ipynb"]').first.click()
        page.locator(f'.lm-DockPanel-tabBar .lm-mod-current:has-text("{name}")').wait_for()
    panel = page.locator(".jp-NotebookPanel:visible")
    page.locator('.jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()
    return panel


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_for_its_reader(page, name):
    panel = open_from_start(page, name)
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    panel.locator(".jp-CodeCell").nth(len(code) - 1).wait_for(state="attached")
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "Run", "Run All Cells")
    numbers = [f"[{number + 1}]:" for number in range(len(code))]
    wait_until(page, lambda: panel.locator(ERROR).count() or prompts(panel) == numbers, panel)
    assert panel.locator(ERROR).all_inner_texts() == []

    drawn = [output for cell in code for output in cell.outputs if "image/png" in output.get("data", {})]
    images = panel.locator(".jp-RenderedImage img")
    assert images.count() == len(drawn)
    for place, output in enumerate(drawn):
        image = images.nth(place)
        image.scroll_into_view_if_needed()
        assert image.evaluate("image => image.naturalWidth") > 300
        assert image.is_visible()
        assert output.metadata["image/png"]["alt"]

    marked = [place for place, cell in enumerate(code) if "YOUR TURN" in cell.source]
    assert len(marked) == (name in CHANGES), f"{name}: say in CHANGES what a reader may put for YOUR TURN"
    if marked:
        change(page, panel, marked[0], CHANGES[name])


def change(page, panel, place, value):
    """Change the marked line of a cell, run it, and see that it shows something else."""
    cell = panel.locator(".jp-CodeCell").nth(place)
    before, number = cell.locator(".jp-OutputArea").inner_text(), prompts(panel)[place]
    line = cell.locator(".cm-line", has_text="YOUR TURN")
    changed = re.sub(r"""= *("[^"]*"|'[^']*'|[\d.]+)""", f"= {value}", line.inner_text(), count=1)
    assert changed != line.inner_text()
    line.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(changed)
    page.keyboard.press("Shift+Enter")
    wait_until(
        page, lambda: re.fullmatch(r"\[\d+\]:", prompts(panel)[place]) and prompts(panel)[place] != number, panel
    )
    assert cell.locator(ERROR).all_inner_texts() == []
    wait_until(page, lambda: cell.locator(".jp-OutputArea").inner_text() not in ("", before), panel, seconds=20)
