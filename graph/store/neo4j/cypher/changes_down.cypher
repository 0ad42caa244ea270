// Revisions with the ids of what they recorded, where they are few enough to be
// kept there, and of what they retracted.
MATCH (m:Meta {id: 'entente'})
MATCH (r:Revision)
WHERE r.number > $after AND r.number < $before AND r.number <= m.pub
RETURN r.number, r.recorded, r.retracted, m.pub
ORDER BY r.number DESC LIMIT $limit
