// The one node that all writers lock. pub is the newest revision that readers
// see, head the newest that is committed.
MERGE (m:Meta {id: 'entente'})
ON CREATE SET m.schema = 0, m.pub = 0, m.head = 0, m.actorsAt = 0
