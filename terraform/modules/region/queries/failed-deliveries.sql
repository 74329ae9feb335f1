-- Pages of the last week that no provider took, or whose receipt says that they did not arrive.
WITH attempts AS (
  SELECT detail, row_number() OVER (PARTITION BY json_extract_scalar(detail, '$.incidentId'), json_extract_scalar(detail, '$.attemptId') ORDER BY time DESC) AS age
  FROM events
  WHERE type = 'PageAttempted' AND day >= date_format(current_date - interval '7' day, '%Y-%m-%d')
)
SELECT
  json_extract_scalar(detail, '$.at') AS at,
  json_extract_scalar(detail, '$.number') AS incident_number,
  json_extract_scalar(detail, '$.userName') AS paged,
  json_extract_scalar(detail, '$.channel') AS channel,
  json_extract_scalar(detail, '$.provider') AS provider,
  json_extract_scalar(detail, '$.outcome') AS outcome,
  json_extract_scalar(detail, '$.receipt') AS receipt,
  json_extract_scalar(detail, '$.why') AS why,
  json_extract_scalar(detail, '$.region') AS in_region
FROM attempts
WHERE age = 1
  AND (json_extract_scalar(detail, '$.outcome') IN ('refused', 'failed', 'unknown')
    OR json_extract_scalar(detail, '$.receipt') IN ('undelivered', 'failed'))
ORDER BY at DESC
LIMIT 1000
