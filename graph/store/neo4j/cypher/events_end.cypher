UNWIND $rows AS id
MATCH (v:EventVersion) WHERE v.id = id AND v.born < $revision AND v.died = $forever
SET v.died = $revision
WITH id
MATCH (e:Event {id: id})
CALL (e) {
  MATCH (e)<-[part:TAKES_PART_IN]-() WHERE part.died = $forever
  SET part.died = $revision
}
CALL (e) {
  MATCH (e)-[link:CONTINUES|RESPONDS_TO]->() WHERE link.died = $forever
  SET link.died = $revision
}
CALL (e) {
  MATCH (e)<-[:EVIDENCE_FOR]-(piece:Evidence) WHERE piece.died = $forever
  SET piece.died = $revision
}
