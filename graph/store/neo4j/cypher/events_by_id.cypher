UNWIND $ids AS id
MATCH (v:EventVersion) WHERE v.id = id AND v.born <= $revision AND $revision < v.died
RETURN v.id, v.born, v.record
