-- Agency copy by paper
-- How many stories of each paper name a news agency, which, and what share that is of the stories held.
SELECT publications.title AS publication, stories.agency, count(*) AS stories,
    round(100.0 * count(*) / (SELECT count(*) FROM stories WHERE publication_id = publications.id), 1) AS percent
FROM stories JOIN publications ON publications.id = stories.publication_id
WHERE stories.agency <> ''
GROUP BY publications.id, stories.agency ORDER BY publications.title COLLATE NOCASE, stories DESC
