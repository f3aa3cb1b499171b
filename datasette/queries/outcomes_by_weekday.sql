-- Outcomes by weekday
-- How the collections of each paper's editions ended, by the day of the week. :publication is a slug; empty: all.
SELECT publications.title AS publication,
    CASE strftime('%w', editions.date) WHEN '0' THEN 'Sunday' WHEN '1' THEN 'Monday' WHEN '2' THEN 'Tuesday'
        WHEN '3' THEN 'Wednesday' WHEN '4' THEN 'Thursday' WHEN '5' THEN 'Friday' ELSE 'Saturday' END AS weekday,
    editions.outcome, count(*) AS editions
FROM editions JOIN publications ON publications.id = editions.publication_id
WHERE editions.outcome IS NOT NULL AND :publication IN ('', publications.slug)
GROUP BY publications.id, strftime('%w', editions.date), editions.outcome
ORDER BY publications.title COLLATE NOCASE, (strftime('%w', editions.date) + 6) % 7, editions DESC
