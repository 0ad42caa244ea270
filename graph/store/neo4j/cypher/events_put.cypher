UNWIND $rows AS row
MERGE (e:Event {id: row.id})
ON CREATE SET e.born = $revision
SET e.name = row.name, e.period = row.period, e.place = row.place, e.since = row.since, e.until = row.until
CREATE (:EventVersion {
  id: row.id, born: $revision, died: $forever,
  name: row.name, period: row.period, place: row.place, since: row.since, until: row.until,
  startMin: row.startMin, first: row.first, last: row.last, actors: row.actors, folded: row.folded, record: row.record})
