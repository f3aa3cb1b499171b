-- Stories changed after publication
-- Stories of which the archive holds more than one text, those that changed last first.
SELECT publications.title AS publication, stories.edition_date, stories.headline,
    changed.versions, changed.last_change, '/stories/' || stories.key || '/versions/' AS texts
FROM (
    SELECT story_id, max(number) AS versions, max(fetched) AS last_change FROM versions
    WHERE story_id IN (SELECT story_id FROM versions WHERE number = 2) GROUP BY story_id
) AS changed
JOIN stories ON stories.id = changed.story_id JOIN publications ON publications.id = stories.publication_id
ORDER BY changed.last_change DESC
