"""``backissues publications``: list the newspapers of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    from scraper.publication import Publication

WIDE = 100  # columns of a terminal that has room for everything


@click.command(short_help="The newspapers that can be collected.")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON: a list of objects.")
@click.option("--schema", "as_schema", is_flag=True, help="The JSON Schema of a newspaper's file, for an editor.")
def publications(slugs: tuple[str, ...], as_json: bool, as_schema: bool) -> None:
    """The newspapers that can be collected.

    One whose file cannot be used is told with its faults, and the exit status is 1.

    \b
    Examples:
      backissues publications
      backissues publications the-hindu
      backissues publications --json
      backissues publications --schema > publication.schema.json
    """
    from scraper import catalogue

    if as_schema:
        from scraper.catalogue import editor_schema

        say_json(editor_schema.document())
        return
    try:
        papers = [catalogue.publication(slug) for slug in slugs] if slugs else catalogue.catalogue().sound()
        faulty = {} if slugs else catalogue.catalogue().faulty()
    except catalogue.PublicationError as error:
        raise click.UsageError(str(error)) from None
    _print_papers(sorted(papers, key=lambda paper: (paper.demo, paper.slug)), as_json=as_json, in_full=bool(slugs))
    for faults in faulty.values():
        say(str(faults), err=True)
    if faulty:
        say(f"Left out: {', '.join(faulty)}", err=True)
        raise SystemExit(1)


def _print_papers(papers: list[Publication], *, as_json: bool, in_full: bool) -> None:
    if as_json:
        rows = [
            {
                "slug": paper.slug,
                "title": paper.title,
                "language": paper.language,
                "country": paper.country,
                "timezone": paper.timezone,
                "demo": paper.demo,
                "kind": paper.kind,
                "frequency": paper.frequency,
                "labels": [label.id for label in paper.labels],
                "supplements": [supplement.id for supplement in paper.supplements],
                "unverified": list(paper.unverified),
                "homepage": paper.homepage,
                "issn": paper.issn,
                "lccn": paper.lccn,
                "wikidata": paper.wikidata,
                "terms": paper.terms,
            }
            for paper in papers
        ]
        say_json(rows)
        return

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole

    console = OutputConsole()
    lines = [_row(paper, in_full=in_full or not console.is_terminal) for paper in papers]
    if not console.is_terminal:  # for other programs: a line a paper, with tabs
        for line in lines:
            say("\t".join(map(one_line, line.values())))
        return

    from rich import box
    from rich.table import Table

    headings = ["slug", "newspaper", "language", "appears", "editions", "notes"]
    if console.width < WIDE:
        headings = ["slug", "newspaper", "language", "notes"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        # A slug is what people copy: it stays in one piece.
        table.add_column(heading, overflow="fold", no_wrap=heading in ("slug", "language"))
    for line in lines:
        table.add_row(*(line[heading] for heading in headings))
    console.print(table)


def _row(paper: Publication, *, in_full: bool) -> dict[str, str]:
    """What the list says of a newspaper, by heading.

    :param in_full: which of its rules are unverified, and not only that some are.
    """
    unverified = [f"unverified: {', '.join(paper.unverified)}" if in_full else "unverified"] * bool(paper.unverified)
    days = paper.schedule.days
    return {
        "slug": paper.slug,
        "newspaper": paper.title,
        "language": paper.language,
        "appears": "daily" if len(days) == 7 else " ".join(days),
        "editions": ", ".join([label.id for label in paper.labels] + [f"+{extra.id}" for extra in paper.supplements]),
        "notes": "; ".join(["fictional"] * paper.demo + unverified),
    }
