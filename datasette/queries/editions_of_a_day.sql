-- Editions of a day
-- What every paper printed on :date (2024-12-07): each edition with its outcome, and how much of it is held.
SELECT publications.title AS publication, editions.label, editions.name, editions.outcome, editions.detail,
    editions.listed, count(placements.story_id) AS held,
    '/papers/' || publications.slug || '/' || editions.date || '/' || iif(editions.label = '', 'main', editions.label)
        || '/' AS page
FROM editions JOIN publications ON publications.id = editions.publication_id
LEFT JOIN placements ON placements.edition_id = editions.id
WHERE editions.date = :date
GROUP BY editions.id ORDER BY publications.title COLLATE NOCASE, editions.id
