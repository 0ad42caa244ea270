MATCH (m:Meta {id: 'entente'})
MATCH (r:Revision)
WHERE r.number > $after AND r.number < $before AND r.number <= m.pub
  AND ($numbers = [] OR r.number IN $numbers)
  AND r.time <= $recordedBy
RETURN r.number, r.time, r.author, r.reason, r.key, m.pub
ORDER BY r.number DESC LIMIT $limit
