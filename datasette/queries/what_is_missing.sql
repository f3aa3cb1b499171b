-- What is missing, and why
-- Editions that were expected and never tried (unknown), or tried and not held (missing) or not held whole (partial),
-- with the outcome of the last collection and the reasons. :publication is a slug; empty: all. Days that no schedule
-- names are not listed: of them nothing is known.
SELECT publications.title AS publication, edition.date, edition.label, edition.state, edition.outcome,
    (SELECT group_concat(value ->> 'code', ', ') FROM json_each(CASE WHEN json_valid(detail) THEN detail END)) AS codes,
    edition.detail, edition.listed, edition.held
FROM edition_states AS edition JOIN publications ON publications.id = edition.publication_id
WHERE edition.gap AND :publication IN ('', publications.slug)
ORDER BY edition.date DESC, publications.title COLLATE NOCASE, edition.label
