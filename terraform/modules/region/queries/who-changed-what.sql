-- What was done to incidents in the last week, by whom and from where, in which region.
SELECT DISTINCT
  json_extract_scalar(detail, '$.event.at') AS at,
  json_extract_scalar(detail, '$.number') AS incident_number,
  type AS what,
  json_extract_scalar(detail, '$.event.by.kind') AS who_kind,
  json_extract_scalar(detail, '$.event.by.id') AS who_id,
  json_extract_scalar(detail, '$.event.by.name') AS who,
  json_extract_scalar(detail, '$.event.by.via') AS via,
  json_extract_scalar(detail, '$.region') AS in_region,
  json_extract_scalar(detail, '$.seq') AS commit_number,
  json_format(json_extract(detail, '$.event')) AS event
FROM events
WHERE type NOT IN ('PageAttempted', 'LevelReached', 'ChangeReceived', 'ConfigurationChanged')
  AND day >= date_format(current_date - interval '7' day, '%Y-%m-%d')
ORDER BY at DESC
LIMIT 1000
