-- Authors by number of stories
-- Who wrote, how much, and from when to when. :publication is a slug; empty: all.
SELECT authors.name AS author, count(*) AS stories,
    date('1600-01-01', (min(nullif(stories.id >> 20, 0))) || ' days') AS first,
    date('1600-01-01', (max(nullif(stories.id >> 20, 0))) || ' days') AS last
FROM story_authors JOIN authors ON authors.id = story_authors.author_id
JOIN stories ON stories.id = story_authors.story_id JOIN publications ON publications.id = stories.publication_id
WHERE :publication IN ('', publications.slug)
GROUP BY authors.id ORDER BY stories DESC, author LIMIT 500
