MATCH (m:Meta {id: 'entente'})
MATCH (r:Revision)
WHERE r.number > $after AND r.number < $before AND r.number <= m.pub
  AND ($numbers IS NULL OR r.number IN $numbers)
  AND ($recordedBy IS NULL OR r.time <= $recordedBy)
RETURN r.number, r.time, r.author, r.reason, r.key, m.pub
ORDER BY r.number DESC LIMIT $limit
