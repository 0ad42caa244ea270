package neo4j

import (
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
)

// A decoder reads a thing from the text of its record and the revision that
// recorded it.
type decoder[V any] func(record string, born graph.RevisionNumber) (V, error)

func decodeActor(record string, born graph.RevisionNumber) (graph.Actor, error) {
	var a graph.Actor
	err := unmarshal(record, &a)
	a.Revision = born
	return a, err
}

func decodeSource(record string, born graph.RevisionNumber) (graph.Source, error) {
	var s graph.Source
	err := unmarshal(record, &s)
	s.Revision = born
	return s, err
}

func decodeEvent(record string, born graph.RevisionNumber) (graph.Event, error) {
	var e graph.Event
	err := unmarshal(record, &e)
	e.Revision = born
	e.Own()
	return e, err
}

func decodeRelation(record string, born graph.RevisionNumber) (graph.Relation, error) {
	var r graph.Relation
	err := unmarshal(record, &r)
	r.Revision = born
	r.Own()
	return r, err
}

func unmarshal(record string, v any) error {
	if err := graph.Unmarshal(record, v); err != nil {
		return fmt.Errorf("neo4j: a record cannot be read: %w", err)
	}
	return nil
}

// decodeAll decodes rows that begin with id, born and record.
func decodeAll[V any](rows []*neo4j.Record, decode decoder[V]) ([]V, error) {
	out := make([]V, 0, len(rows))
	for _, row := range rows {
		v, err := decode(text(row.Values[2]), revisionNumber(row.Values[1]))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// edgeOf reads an edge as expand.cypher and its like pack it, seen from the actor
// at.
func edgeOf(at graph.ActorID, packed any) graph.Edge {
	v, _ := packed.([]any)
	e := graph.Edge{
		ID: graph.RelationID(text(v[0])), From: graph.ActorID(text(v[1])), To: at, Kind: graph.KindName(text(v[3])),
		Bounds: boundsOf(v[4], v[5], v[6]), Modality: graph.Modality(text(v[7])),
		Weight: number(v[8]), Intensity: number(v[9]), Confidence: number(v[10]),
	}
	if boolean(v[2]) {
		e.From, e.To = e.To, e.From
	}
	return e
}

// boundsOf reads the properties startMin, endMax and bounds.
func boundsOf(startMin, endMax, further any) graph.Bounds {
	b := graph.Bounds{StartMin: day(startMin), EndMax: day(endMax)}
	b.StartMax, b.EndMin = b.StartMin, b.EndMax
	if v, ok := further.([]any); ok {
		b.StartMax, b.EndMin = day(v[placeStartMax]), day(v[placeEndMin])
		b.StartUnknown, b.EndUnknown = integer(v[placeStartUnknown]) == 1, integer(v[placeEndUnknown]) == 1
	}
	return b
}
