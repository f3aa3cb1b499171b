-- First mention of a word
-- The earliest story of each paper with :word, or with these very words side by side. For anything finer, and for
-- languages written without spaces, /search?sort=oldest is the better place.
SELECT publications.title AS publication, stories.edition_date, stories.headline, stories.byline,
    '/stories/' || stories.key AS story
FROM (
    SELECT stories.publication_id, min(stories.id) AS id
    FROM stories_fts JOIN stories ON stories.id = stories_fts.rowid
    WHERE stories_fts MATCH '"' || replace(:word, '"', '""') || '"' AND stories_fts.rowid >= 1 << 20
    GROUP BY stories.publication_id
) AS earliest
JOIN stories ON stories.id = earliest.id JOIN publications ON publications.id = stories.publication_id
ORDER BY stories.id
