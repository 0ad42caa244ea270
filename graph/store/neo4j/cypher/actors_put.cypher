UNWIND $rows AS row
MERGE (a:Actor {id: row.id})
ON CREATE SET a:$(row.label), a.kind = row.kind, a.born = $revision
SET a.name = row.name, a.description = row.description, a.codes = row.codes, a.exists = row.exists
CREATE (:ActorVersion {
  id: row.id, born: $revision, died: $forever, kind: row.kind,
  name: row.name, description: row.description, codes: row.codes, exists: row.exists,
  existsFirst: row.existsFirst, existsLast: row.existsLast, folded: row.folded, record: row.record})
