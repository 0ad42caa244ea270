// A paper is found by its drawer and its id in it.
CREATE CONSTRAINT entente_paper IF NOT EXISTS FOR (n:Paper) REQUIRE (n.drawer, n.id) IS UNIQUE;

// What the revisions before this schema retracted. What they recorded is found by
// "born", as for any large revision.
MATCH (n:Relation)
WHERE n.died < 9999999999 AND NOT EXISTS { MATCH (next:Relation) WHERE next.id = n.id AND next.born = n.died }
WITH n.died AS number, collect(n.id) AS ids
MATCH (r:Revision {number: number})
SET r.retracted = ids;
