-- Who was paged in the last week, and who had asked for it: a monitor, a person, or the clock.
-- A page may be told of more than once: its last word counts.
WITH attempts AS (
  SELECT detail, row_number() OVER (PARTITION BY json_extract_scalar(detail, '$.incidentId'), json_extract_scalar(detail, '$.attemptId') ORDER BY time DESC) AS age
  FROM events
  WHERE type = 'PageAttempted' AND day >= date_format(current_date - interval '7' day, '%Y-%m-%d')
),
asked AS (
  SELECT DISTINCT
    json_extract_scalar(detail, '$.incidentId') AS incident,
    json_extract_scalar(detail, '$.event.runId') AS run,
    json_extract_scalar(detail, '$.event.by.name') AS name,
    json_extract_scalar(detail, '$.event.by.via') AS via
  FROM events
  WHERE type IN ('IncidentDeclared', 'IncidentEscalated', 'IncidentReopened') AND day >= date_format(current_date - interval '8' day, '%Y-%m-%d')
)
SELECT
  json_extract_scalar(attempts.detail, '$.at') AS at,
  json_extract_scalar(attempts.detail, '$.number') AS incident_number,
  asked.name AS asked_by,
  asked.via AS asked_via,
  json_extract_scalar(attempts.detail, '$.userName') AS paged,
  json_extract_scalar(attempts.detail, '$.channel') AS channel,
  json_extract_scalar(attempts.detail, '$.provider') AS provider,
  json_extract_scalar(attempts.detail, '$.outcome') AS outcome,
  json_extract_scalar(attempts.detail, '$.receipt') AS receipt
FROM attempts
LEFT JOIN asked
  ON asked.incident = json_extract_scalar(attempts.detail, '$.incidentId')
  AND asked.run = json_extract_scalar(attempts.detail, '$.runId')
WHERE attempts.age = 1
ORDER BY at DESC
LIMIT 1000
