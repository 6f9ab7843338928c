"""pyproject.toml, requirements.lock and environment.yml name the same packages; code is clean."""

import re
import subprocess
import sys
import tomllib

from helpers.lexicon import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = PROJECT["dependencies"] + [item for extra in PROJECT["optional-dependencies"].values() for item in extra]


def name(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


def test_the_lock_pins_every_direct_dependency_with_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {name(line): line for line in lock.splitlines() if re.match(r"[\w.-]+==", line)}
    for requirement in DIRECT:
        wanted, least = name(requirement), re.search(r">=([\d.]+)", requirement)[1]
        assert wanted in pinned, wanted
        version = re.search(r"==([\d.]+)", pinned[wanted])[1]
        assert [int(part) for part in version.split(".")] >= [int(part) for part in least.split(".")]
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[\w.-]+==)", lock)[1:])


def test_conda_names_the_same_packages():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    listed = {
        requirement.replace(" ", "")
        for requirement in re.findall(r"- ([\w.-]+ ?(?:>=[\d.]+)?)\s*(?:#.*)?$", text, re.M)
    }
    main = {requirement.split("#")[0].strip().replace(" ", "") for requirement in PROJECT["dependencies"]}
    extras = {re.sub(r"\[.*\]", "", item) for item in DIRECT} - set(PROJECT["dependencies"])
    normal = {re.sub(r"_", "-", requirement.lower()) for requirement in listed}
    assert {requirement.lower() for requirement in main | extras} <= normal
    assert re.search(r"- python=3\.\d+", text)
    assert "-e ." in text


def test_the_citation_names_this_version_and_licence():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {PROJECT['version']}\n" in citation
    assert f"license: {PROJECT['license']}\n" in citation


def test_code_and_notebooks_are_clean():
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_helpers_stay_readable():
    for path in (ROOT / "helpers").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 500, path.name
