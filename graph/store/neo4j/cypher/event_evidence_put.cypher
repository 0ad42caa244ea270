UNWIND $rows AS row
MATCH (e:Event {id: row.event})
UNWIND row.evidence AS piece
MATCH (s:Source {id: piece.source})
CREATE (e)<-[:EVIDENCE_FOR]-(:Evidence {
         id: piece.id, born: $revision, died: $forever, source: piece.source,
         stance: piece.stance, modality: piece.modality, grade: piece.grade, quotation: piece.quotation,
         saidBy: piece.saidBy, published: piece.published})-[:IN_SOURCE]->(s)
