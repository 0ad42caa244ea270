UNWIND $rows AS row
MATCH (a:Actor {id: row.from})
MATCH (b:Actor {id: row.to})
CREATE (a)-[:$(row.kind) {
         id: row.id, born: $revision, died: $forever, period: row.period, since: row.since, until: row.until,
         startMin: row.startMin, endMax: row.endMax, bounds: row.bounds,
         modality: row.modality, weight: row.weight, intensity: row.intensity, confidence: row.confidence}]->(b),
       (n:Relation {
         id: row.id, born: $revision, died: $forever,
         startMin: row.startMin, endMax: row.endMax, bounds: row.bounds,
         modality: row.modality, weight: row.weight, confidence: row.confidence,
         from: row.from, kind: row.kind, to: row.to, fromKind: a.kind, toKind: b.kind,
         about: row.about, place: row.place, event: row.event, public: row.public, text: row.text, record: row.record})
WITH n, row
UNWIND row.evidence AS piece
MATCH (s:Source {id: piece.source})
CREATE (n)<-[:EVIDENCE_FOR]-(:Evidence {
         id: piece.id, born: $revision, died: $forever, source: piece.source,
         stance: piece.stance, modality: piece.modality, grade: piece.grade, quotation: piece.quotation,
         saidBy: piece.saidBy, published: piece.published})-[:IN_SOURCE]->(s)
