-- Open, excerpt or headline, by paper
-- How much of each paper is held whole (open), and how much is only what the newspaper shows to everyone.
SELECT publications.title AS publication, count(*) AS stories,
    sum(stories.access = 'open') AS open, sum(stories.access = 'excerpt') AS excerpts,
    sum(stories.access = 'headline') AS headlines_only, round(100.0 * avg(stories.access = 'open'), 1) AS percent_open
FROM stories JOIN publications ON publications.id = stories.publication_id
GROUP BY publications.id ORDER BY publications.title COLLATE NOCASE
