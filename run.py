#!/usr/bin/env python3
"""Set up, run, test and open the notebooks. Standard library only; any system; Python 3.11 or newer.

python3 run.py figures                              run all notebooks, refresh outputs and figures in place
python3 run.py figures --corpus FOLDER --out FOLDER the same notebooks on your own .txt files, results in FOLDER;
                                                    with --lang vi the report is Vietnamese
python3 run.py test                                 run the tests: notebooks compared, helpers, accuracy, lint
python3 run.py lab                                  open JupyterLab on notebooks/00_start_here.ipynb
python3 run.py site                                 build a web site of the notebooks in build/site (or --out FOLDER)
python3 run.py bench                                measure speed, growth and memory into data/bench.csv (minutes)
python3 run.py env                                  only set up the environment in .venv
"""

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="command")
    figures = commands.add_parser("figures", help="run all notebooks")
    figures.add_argument("--corpus", type=Path, help="folder with your own .txt files, articles.csv optional")
    figures.add_argument("--out", type=Path, help="folder for the results of --corpus")
    figures.add_argument("--lang", choices=("en", "vi"), default="en", help="language of the report of --corpus")
    site = commands.add_parser("site", help="build a web site of the notebooks")
    site.add_argument("--out", type=Path, default=ROOT / "build" / "site", help="folder for it")
    commands.add_parser("test", help="run the tests; other arguments go to pytest")
    for name, text in (
        ("lab", "open JupyterLab"),
        ("bench", "measure speed, growth and memory"),
        ("env", "set up the environment"),
    ):
        commands.add_parser(name, help=text)
    arguments, others = parser.parse_known_args()
    arguments.pytest = others
    if arguments.pytest and arguments.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(arguments.pytest)}")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal that lacks Vietnamese letters shows ? instead of failing
    if not arguments.command:
        parser.print_help()
        return 0
    if arguments.command == "figures" and (arguments.corpus is None) != (arguments.out is None):
        parser.error("--corpus and --out go together: the results of your own corpus need a folder of their own")
    if arguments.command == "figures" and arguments.lang != "en" and arguments.corpus is None:
        parser.error("--lang goes with --corpus: the shipped notebooks and figures are English")
    set_up()
    if arguments.command == "env":
        return 0
    if Path(sys.prefix).resolve() != VENV.resolve():
        return subprocess.call([str(PYTHON), str(Path(__file__).resolve()), *sys.argv[1:]])  # paths are the caller's
    return COMMANDS[arguments.command](arguments)


def set_up():
    """Make .venv from the lock where it is missing or the lock or project file has changed."""
    if sys.version_info < (3, 11):  # noqa: UP036, an older Python gets a sentence, not a traceback
        sys.exit(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: see https://www.python.org/downloads"
        )
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed.txt"
    if PYTHON.exists() and stamp.exists() and stamp.read_text().strip() == wanted:
        return
    if Path(sys.prefix).resolve() == VENV.resolve():
        sys.exit("The environment is out of date: run this with your system's Python, not the one in .venv.")
    print("Setting up .venv (a few minutes the first time)", flush=True)
    steps = [
        [sys.executable, "-m", "venv", "--clear", VENV],
        [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", LOCK],
        [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-build-isolation",
         "-e", ROOT],
    ]  # fmt: skip
    for step in steps:
        if run(*step):
            sys.exit("Setting up failed: see the message above. Delete the folder .venv and try again.")
    stamp.write_text(wanted + "\n")


def run(*command, **options):
    """Run a command in the project's folder and give its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, **options)


def make_figures(arguments):
    """Execute the notebooks in order; on the shipped corpus in place, on another one into its own folder."""
    from helpers.execute import execute_notebooks

    return execute_notebooks(arguments.corpus, arguments.out, arguments.lang)


def make_site(arguments):
    """Render the notebooks as they are committed into a folder of web pages."""
    from helpers.pages import write_site

    try:
        start = write_site(arguments.out)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Written: open {arguments.out / start.name}")
    return 0


def test(arguments):
    if arguments.pytest:
        return run(PYTHON, "-m", "pytest", *arguments.pytest)
    alone = "tests/test_jupyterlab.py"  # a browser, a server and kernels: beside other tests they starve
    spread = run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", f"--ignore={alone}")
    return spread or run(PYTHON, "-m", "pytest", alone)


def lab(_):
    return run(PYTHON, "-m", "jupyterlab", "notebooks/00_start_here.ipynb")


def bench(_):
    from helpers.bench import main as measure

    return measure()


COMMANDS = {"figures": make_figures, "site": make_site, "test": test, "lab": lab, "bench": bench}

if __name__ == "__main__":
    sys.exit(main())
