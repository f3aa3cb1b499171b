-- Mentions of a word by month
-- In how many stories a month has :word, and what share that is of the stories held. Months of which little is held
-- say little: see the coverage.
SELECT held.month, coalesce(found.stories, 0) AS mentions, held.stories AS held,
    round(100.0 * coalesce(found.stories, 0) / held.stories, 2) AS percent
FROM (
    SELECT strftime('%Y-%m', '1600-01-01', (id >> 20) || ' days') AS month, count(*) AS stories
    FROM stories WHERE id >= 1 << 20 GROUP BY month
) AS held
LEFT JOIN (
    SELECT strftime('%Y-%m', '1600-01-01', (rowid >> 20) || ' days') AS month, count(*) AS stories
    FROM stories_fts WHERE stories_fts MATCH '"' || replace(:word, '"', '""') || '"' AND rowid >= 1 << 20 GROUP BY month
) AS found ON found.month = held.month
ORDER BY held.month
