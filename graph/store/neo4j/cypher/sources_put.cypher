UNWIND $rows AS row
MERGE (s:Source {id: row.id})
ON CREATE SET s.born = $revision
SET s.title = row.title, s.publisher = row.publisher, s.published = row.published, s.address = row.address
CREATE (:SourceVersion {
  id: row.id, born: $revision, died: $forever,
  title: row.title, publisher: row.publisher, published: row.published, address: row.address,
  folded: row.folded, record: row.record})
