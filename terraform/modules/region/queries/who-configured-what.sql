-- What was changed in the configuration in the last month, by whom and from where: the thing, and which of its fields.
SELECT DISTINCT
  json_extract_scalar(detail, '$.at') AS at,
  json_extract_scalar(detail, '$.thing') AS thing,
  json_extract_scalar(detail, '$.action') AS action,
  json_format(json_extract(detail, '$.fields')) AS fields,
  json_extract_scalar(detail, '$.by.kind') AS who_kind,
  json_extract_scalar(detail, '$.by.id') AS who_id,
  json_extract_scalar(detail, '$.by.name') AS who,
  json_extract_scalar(detail, '$.by.via') AS via,
  json_extract_scalar(detail, '$.requestId') AS request
FROM events
WHERE type = 'ConfigurationChanged'
  AND day >= date_format(current_date - interval '31' day, '%Y-%m-%d')
ORDER BY at DESC
LIMIT 1000
