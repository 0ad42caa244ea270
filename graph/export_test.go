package graph

// ReadRelation is the quick part of Unmarshal alone.
func ReadRelation(record string) (r Relation, ok bool) {
	ok = readRelation(record, &r)
	return r, ok
}
