-- What is missing, and why
-- Editions that were expected and never tried, or tried and not held whole, with the reasons. :publication is a slug;
-- empty: all. Days that no schedule names are not listed: of them nothing is known.
SELECT publications.title AS publication, editions.date, editions.label, editions.outcome,
    (SELECT group_concat(value ->> 'code', ', ') FROM json_each(CASE WHEN json_valid(detail) THEN detail END)) AS codes,
    editions.detail, editions.listed, (SELECT count(story_id) FROM placements WHERE edition_id = editions.id) AS held
FROM editions JOIN publications ON publications.id = editions.publication_id
WHERE editions.outcome NOT IN ('complete', 'not-published') AND :publication IN ('', publications.slug)
UNION ALL
SELECT publications.title, expected.date, expected.label, 'never tried', 'never_tried', '', NULL, 0
FROM expected_editions AS expected JOIN publications ON publications.id = expected.publication_id
WHERE expected.expectation = 'expected' AND :publication IN ('', publications.slug) AND NOT EXISTS (
    SELECT 1 FROM editions WHERE editions.publication_id = expected.publication_id
    AND editions.date = expected.date AND editions.label = expected.label
)
ORDER BY date DESC, publication
