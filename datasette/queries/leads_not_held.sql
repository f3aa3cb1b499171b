-- Leads that are not held
-- Stories that other stories link to and the archive does not hold, those that were linked most often first.
SELECT leads.headline, wanted.links, leads.url, '/stories/' || stories.key AS linked_from
FROM (
    SELECT url, count(*) AS links, min(id) AS first FROM leads
    WHERE NOT EXISTS (SELECT 1 FROM addresses WHERE addresses.url = leads.url)
    GROUP BY url ORDER BY links DESC LIMIT 500
) AS wanted
JOIN leads ON leads.id = wanted.first JOIN stories ON stories.id = leads.story_id
ORDER BY wanted.links DESC, leads.url
