UNWIND $rows AS row
MATCH (a:Event {id: row.from})
MATCH (b:Event {id: row.to})
CREATE (a)-[link:$(row.kind)]->(b)
SET link = row.link
