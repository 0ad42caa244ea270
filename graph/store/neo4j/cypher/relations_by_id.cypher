UNWIND $ids AS id
MATCH (n:Relation) WHERE n.id = id AND n.born <= $revision AND $revision < n.died
RETURN n.id, n.born, n.record
