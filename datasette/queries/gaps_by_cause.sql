-- Gaps by cause
-- Why editions that were expected are not held, or not held whole: how many editions of each paper have each code, with
-- what that came from. The codes are in docs/why-is-a-story-missing.md. :publication is a slug; empty: all.
SELECT publications.title AS publication, gaps.outcome, reason.value ->> 'code' AS code,
    cause.value ->> 'code' AS because, count(DISTINCT gaps.date || '/' || gaps.label) AS editions,
    sum(cause.value ->> 'stories') AS stories, min(gaps.date) AS first, max(gaps.date) AS last
FROM (
    SELECT publication_id, date, label, outcome, CASE WHEN json_valid(detail) THEN detail END AS reasons FROM editions
    WHERE outcome NOT IN ('complete', 'not-published')
    UNION ALL
    SELECT expected.publication_id, expected.date, expected.label, 'unknown',
        json_array(json_object('code', iif(editions.id IS NULL, 'never_tried', 'not_finished')))
    FROM expected_editions AS expected LEFT JOIN editions ON editions.publication_id = expected.publication_id
        AND editions.date = expected.date AND editions.label = expected.label
    WHERE expected.expectation = 'expected'
        AND (editions.id IS NULL OR editions.outcome IS NULL AND editions.listed IS NOT NULL)
) AS gaps JOIN publications ON publications.id = gaps.publication_id, json_each(gaps.reasons) AS reason
LEFT JOIN json_each(reason.value, '$.because') AS cause
WHERE :publication IN ('', publications.slug)
GROUP BY publications.id, gaps.outcome, code, because
ORDER BY editions DESC, publication COLLATE NOCASE, code, because
