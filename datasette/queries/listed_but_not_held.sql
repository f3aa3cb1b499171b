-- Stories listed but not held
-- Stories that an edition lists and the archive does not hold, with the reason. :publication is a slug; empty: all.
SELECT publications.title AS publication, editions.date, editions.label, placements.section, placements.headline,
    placements.url, CASE WHEN json_valid(placements.failure) THEN placements.failure ->> 'code' END AS code,
    placements.failure
FROM placements JOIN editions ON editions.id = placements.edition_id
JOIN publications ON publications.id = editions.publication_id
WHERE placements.story_id IS NULL AND :publication IN ('', publications.slug)
ORDER BY editions.date DESC, placements.position
