"""What do the notebooks say of somebody's own articles? One page with all findings, figures and evidence."""

import html
import re

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.actors import suggest_actors
from helpers.corpus import cleaning_report
from helpers.export import csv_bytes
from helpers.notebook import plain
from helpers.pages import START, figure_files, render, title
from helpers.reading import reading_view
from helpers.wording import language, localised, phrase, sections


def write_report(out, tables, notebooks, notes, name):
    """Write report.html and tables/*.csv for a corpus.

    Parameters
    ----------
    out : pathlib.Path
        Folder with the figures in `figures/`.
    tables : tuple of pandas.DataFrame
        Corpus, sentences, mentions, quotes, times, words, as `helpers.notebook.read` returns them.
    notebooks : dict
        Executed notebooks by name.
    notes : list of str
        What was noted when the corpus was loaded.
    name : str
        Of the corpus.

    Returns
    -------
    list of str
        What was assumed, as the report says it.
    """
    corpus, _sentences, mentions, *_ = tables
    names = ("articles", "sentences", "mentions", "quotes", "times", "words")
    suggested = suggest_actors(corpus, mentions)
    (out / "tables").mkdir(exist_ok=True)
    for table, frame in [*zip(names, tables, strict=True), ("suggested_actors", suggested)]:
        columns = frame.reset_index().drop(columns="text") if table == "articles" else frame
        (out / "tables" / f"{table}.csv").write_bytes(csv_bytes(columns))
    assumed = assumptions(corpus, suggested, notes)
    heading = phrase("report_title", name=name)
    parts = [new_markdown_cell(f"# {plain(heading)}\n\n{phrase('report_intro')}")]
    parts += [new_markdown_cell(f"## {localised('What was assumed')}\n\n" + "\n".join(f"- {line}" for line in assumed))]
    parts += [cell for stem, notebook in notebooks.items() for cell in _section(stem, notebook)]
    parts += _articles(tables)
    links = [("#content", localised("Top"), False)]
    links += [(f"#{_anchor(stem)}", _heading(stem, title(notebook)), False) for stem, notebook in notebooks.items()]
    links += [("#articles", localised("The articles"), False)]
    page = render(
        new_notebook(cells=parts), heading, links, figure_files(out / "figures", embed=True), code=False, report=True
    )
    (out / "report.html").write_text(_anchors(page, notebooks), encoding="utf-8")
    return assumed


def assumptions(corpus, suggested, notes=()):
    """Say what had to be assumed about a corpus, and what can't be compared in it.

    Parameters
    ----------
    corpus : pandas.DataFrame
    suggested : pandas.DataFrame
        As `suggest_actors` returns it.
    notes : sequence of str
        Warnings of `load_corpus`.

    Returns
    -------
    list of str
        Lines of Markdown.
    """
    lines = [f"{localised('Note')}: {plain(localised(note))}" for note in notes]
    undated, total = int(corpus["published"].isna().sum()), len(corpus)
    if undated:
        lines.append(phrase("assumed_no_dates" if undated == total else "assumed_some_dates", n=undated, all=total))
    untitled = int((corpus["title"] == "").sum())
    if untitled:
        lines.append(phrase("assumed_no_titles", n=untitled, all=total))
    if (corpus["outlet"] == "").all():
        lines.append(phrase("assumed_no_outlets"))
    if total == 1:
        lines.append(phrase("assumed_single"))
    if len(suggested):
        listed = ", ".join(f"{plain(row.alias)} ({row.mentions})" for row in suggested.head(8).itertuples())
        lines.append(phrase("assumed_names", n=len(suggested), listed=listed))
    return lines or [phrase("assumed_nothing")]


def mended(folder):
    """Say what was mended while the files of a corpus were read, as in `cleaning_report`; empty if nothing was."""
    found = cleaning_report(folder)
    counts = {
        "mended_utf16": (found["encoding"] == "utf-16").sum(),
        "mended_crlf": (found["crlf"] > 0).sum(),
        "mended_nfd": (found["nfd"] > 0).sum(),
        "one_line": found["one_line"].sum(),
    }
    return [phrase(key, n=int(count), all=len(found)) for key, count in counts.items() if count]


def _section(stem, notebook):
    """The cells of a notebook that a report needs: one level down, without what is there to be changed and run."""
    cells, vietnamese = [], sections() if language() == "vi" else {}
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            if heading != "Your turn" and cell.get("outputs"):
                cells.append(NotebookNode({**cell, "id": f"{stem[:2]}-{cell.id}"}))  # ids are unique on one page
            continue
        for part in re.split(r"^(?=#{1,3} )", cell.source, flags=re.M):
            match = re.match(r"(#{1,3}) (.+)\n*", part)
            heading = match[2] if match else heading
            if heading == "Your turn" or not part.strip() or part.startswith("Next:"):
                continue
            words, prose = (match[2], part[match.end() :]) if match else ("", part)
            if vietnamese:
                words, prose = vietnamese.get((stem, heading), (words, prose)) if match else ("", "")
            if match and heading == "In short":
                words = ""
            cells.append(new_markdown_cell(f"#{match[1]} {words}\n\n{_local(prose)}" if words else _local(prose)))
    return cells


def _heading(stem, english):
    known = sections().get((stem, english)) if language() == "vi" else None
    return known[0] if known else english


def _local(prose):
    """Lead links between notebooks to their places in the report, and the one to the start page to its top."""
    prose = re.sub(rf"\]\({START}\.ipynb\)", "](#content)", prose)
    return re.sub(r"\]\((\d\d_\w+)\.ipynb\)", lambda match: f"](#{_anchor(match[1])})", prose)


def _anchor(stem):
    return f"part-{stem[:2]}"


def _anchors(page, notebooks):
    """Give the headings that the navigation leads to their ids (sanitising takes out those that Markdown would set)."""
    for stem, notebook in notebooks.items():
        number = html.escape(_heading(stem, title(notebook)).split(" ")[0])
        page = re.sub(rf"<h2[^>]*>({number} )", rf'<h2 id="{_anchor(stem)}">\1', page, count=1)
    return re.sub(rf"<h2[^>]*>({localised('The articles')})", r'<h2 id="articles">\1', page, count=1)


def _articles(tables):
    """Each article as a reading view, folded."""
    corpus, sentences, mentions, quotes, times, _ = tables
    cells = [new_markdown_cell(f"## {localised('The articles')}\n\n{phrase('report_articles')}")]
    for article, label in corpus["label"].items():
        view, text = reading_view(corpus, article, sentences, mentions, quotes, times)
        folded = f'<details class="article"><summary>{html.escape(label)}</summary>\n{view}</details>'
        cells.append(new_code_cell(outputs=[new_output("display_data", {"text/html": folded, "text/plain": text})]))
    return cells


def read_notebooks(folder):
    """Executed notebooks of a folder by name, without the start page.

    Returns
    -------
    dict
    """
    paths = sorted(folder.glob("[0-9]*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths if path.stem != START}
