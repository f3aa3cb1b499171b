-- Where else it ran
-- Stories that stood in more than one edition, and in which. :key, the end of a story's address, gives those of one
-- story; empty: the newest 500 placements.
SELECT stories.headline, publications.title AS publication, editions.date, editions.label, placements.section,
    placements.page, '/stories/' || stories.key AS story
FROM (
    SELECT story_id FROM placements WHERE story_id IS NOT NULL
    AND (:key = '' OR story_id = (SELECT id FROM stories WHERE key = :key))
    GROUP BY story_id HAVING count(*) > 1
) AS several
JOIN stories ON stories.id = several.story_id JOIN placements ON placements.story_id = stories.id
JOIN editions ON editions.id = placements.edition_id JOIN publications ON publications.id = editions.publication_id
ORDER BY stories.id DESC, editions.date, editions.id LIMIT 500
