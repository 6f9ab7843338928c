"""Settings of the whole test run: notebooks are compared with their figures, no test changes a committed file."""

import os
import subprocess
from pathlib import Path

from nbval.plugin import IPyNbFile

ROOT = Path(__file__).parent
os.environ.setdefault("COMPARE_FIGURES", "1")  # plots.save compares instead of writing
os.environ["PYTHONHASHSEED"] = "0"

_collect = IPyNbFile.__init__


def _with_figures(self, *args, **kwargs):
    """Compare PNG outputs too, on the platform whose bytes are committed: nbval leaves them out."""
    from helpers.figures import is_reference_platform

    _collect(self, *args, **kwargs)
    if is_reference_platform():
        self.skip_compare = tuple(key for key in self.skip_compare if key != "image/png")


IPyNbFile.__init__ = _with_figures


def _status():
    if not (ROOT / ".git").exists():
        return None
    command = ["git", "status", "--porcelain"]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


def pytest_sessionstart(session):
    session.config.stash_status = _status()


def pytest_sessionfinish(session, exitstatus):
    if _status() != session.config.stash_status:
        print("\nThe tests have changed files of the project:\n", _status())
        session.exitstatus = 1
