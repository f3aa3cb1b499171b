"""``backissues publications``: list the newspapers of the catalogue."""

from __future__ import annotations

import json

import click


@click.command(short_help="The newspapers that can be collected.")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON: a list of objects.")
@click.option("--schema", "as_schema", is_flag=True, help="The JSON Schema of a newspaper's file, for an editor.")
def publications(slugs: tuple[str, ...], as_json: bool, as_schema: bool) -> None:
    """The newspapers that can be collected.

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

        click.echo(json.dumps(editor_schema.document(), ensure_ascii=False, indent=2))
        return
    try:
        papers = [catalogue.publication(slug) for slug in slugs] if slugs else list(catalogue.catalogue().values())
    except catalogue.PublicationError as error:
        raise click.UsageError(str(error)) from None
    papers.sort(key=lambda paper: (paper.demo, paper.slug))
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
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return

    from rich import box
    from rich.table import Table

    from scraper.cli.console import OutputConsole

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("slug", "newspaper", "language", "appears", "editions", "notes"):
        table.add_column(heading, overflow="fold")
    for paper in papers:
        notes = ["fictional"] * paper.demo + [f"unverified: {', '.join(paper.unverified)}"] * bool(paper.unverified)
        days = paper.schedule.days
        table.add_row(
            paper.slug,
            paper.title,
            paper.language,
            "daily" if len(days) == 7 else " ".join(days),
            ", ".join([label.id for label in paper.labels] + [f"+{extra.id}" for extra in paper.supplements]),
            "; ".join(notes),
        )
    OutputConsole().print(table)
