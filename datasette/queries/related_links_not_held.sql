-- Related links that are not held
-- Stories that other stories link to and the archive does not hold, those that were linked most often first.
SELECT related_links.headline, wanted.links, related_links.url, '/stories/' || stories.key AS linked_from
FROM (
    SELECT url, count(*) AS links, min(id) AS first FROM related_links
    WHERE NOT EXISTS (SELECT 1 FROM addresses WHERE addresses.url = related_links.url)
    GROUP BY url ORDER BY links DESC LIMIT 500
) AS wanted
JOIN related_links ON related_links.id = wanted.first JOIN stories ON stories.id = related_links.story_id
ORDER BY wanted.links DESC, related_links.url
