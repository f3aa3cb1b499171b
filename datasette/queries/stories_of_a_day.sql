-- Stories of a day
-- The stories of every paper's editions of :date (2024-12-07), in the order in which they stood there.
SELECT publications.title AS publication, editions.label, placements.section, placements.page, placements.position,
    coalesce(stories.headline, placements.headline) AS headline, stories.byline,
    '/stories/' || stories.key AS story, placements.failure
FROM editions JOIN publications ON publications.id = editions.publication_id
JOIN placements ON placements.edition_id = editions.id LEFT JOIN stories ON stories.id = placements.story_id
WHERE editions.date = :date
ORDER BY publications.title COLLATE NOCASE, editions.id, placements.position
