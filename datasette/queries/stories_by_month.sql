-- Stories by month and paper
-- How many stories are held of each paper, month by month. :publication is a slug, as in /papers/{slug}/; empty: all.
SELECT strftime('%Y-%m', '1600-01-01', (stories.id >> 20) || ' days') AS month,
    publications.title AS publication, count(*) AS stories
FROM stories JOIN publications ON publications.id = stories.publication_id
WHERE stories.id >= 1 << 20 AND :publication IN ('', publications.slug)
GROUP BY month, publications.id ORDER BY month DESC, stories DESC
