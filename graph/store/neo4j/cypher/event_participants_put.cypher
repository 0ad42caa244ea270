UNWIND $rows AS row
MATCH (a:Actor {id: row.actor})
MATCH (e:Event {id: row.event})
CREATE (a)-[part:TAKES_PART_IN]->(e)
SET part = row.part
