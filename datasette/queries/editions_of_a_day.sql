-- Editions of a day
-- What every paper printed on :date (2024-12-07): each edition with its state and outcome, and how much of it is held.
-- Those that were expected and are not there are listed as well.
SELECT publications.title AS publication, edition.label, edition.name, edition.state, edition.outcome, edition.detail,
    edition.listed, edition.held,
    '/papers/' || publications.slug || '/' || edition.date || '/' || iif(edition.label = '', 'main', edition.label)
        || '/' AS page
FROM edition_states AS edition JOIN publications ON publications.id = edition.publication_id
WHERE edition.date = :date AND (edition.edition_id IS NOT NULL OR edition.expectation <> 'optional')
ORDER BY publications.title COLLATE NOCASE, edition.edition_id IS NULL, edition.edition_id, edition.label
