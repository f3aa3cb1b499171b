-- Gaps by cause
-- Why editions of which something is missing are not held, or not held whole: how many editions of each paper have each
-- code, with what that came from. The codes are in docs/why-is-a-story-missing.md. :publication is a slug; empty: all.
SELECT publications.title AS publication, gap.state, gap.outcome, reason.value ->> 'code' AS code,
    cause.value ->> 'code' AS because, count(DISTINCT gap.date || '/' || gap.label) AS editions,
    sum(cause.value ->> 'stories') AS stories, min(gap.date) AS first, max(gap.date) AS last
FROM edition_states AS gap JOIN publications ON publications.id = gap.publication_id,
    json_each(CASE WHEN json_valid(gap.detail) THEN gap.detail END) AS reason
LEFT JOIN json_each(reason.value, '$.because') AS cause
WHERE gap.gap AND :publication IN ('', publications.slug)
GROUP BY publications.id, gap.state, gap.outcome, code, because
ORDER BY editions DESC, publication COLLATE NOCASE, code, because
