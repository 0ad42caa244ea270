package measure

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/entente/entente/graph"
)

// Key names a projection: the same key, the same projection.
type Key struct {
	View     string // which record: empty for the store's own, else the scenario and its state
	Revision graph.RevisionNumber
	Query    [sha256.Size]byte
}

// KeyOf gives the key of the projection of a query over a view. Lists that differ
// only in their order, and fields that only write out a default, make no other
// key.
func KeyOf(view string, revision graph.RevisionNumber, q Query) (Key, error) {
	q, err := q.complete()
	if err != nil {
		return Key{}, err
	}
	f := &q.Filter
	f.Kinds, f.Dimensions, f.Signs = sorted(f.Kinds), sorted(f.Dimensions), sorted(f.Signs)
	f.Modalities, f.ActorKinds, f.Sources, f.Events = sorted(f.Modalities), sorted(f.ActorKinds), sorted(f.Sources), sorted(f.Events)
	f.Dates = cmp.Or(f.Dates, graph.Stated)
	q.Moment.HalfLife = cmp.Or(q.Moment.HalfLife, graph.DefaultHalfLife)
	if q.Among != nil {
		q.Among = append([]graph.ActorID{}, sorted(q.Among)...) // none is not all
	}
	q.MaxRelations = 0 // a limit changes whether there is an answer, not the answer
	on, publishedBy, during := value(f.On), value(f.PublishedBy), value(f.During)
	f.On, f.PublishedBy, f.During = nil, nil, nil // pointers, of which only the values count
	text := fmt.Appendf(nil, "%#v %#v %#v %#v", q, on, publishedBy, during)
	return Key{View: view, Revision: revision, Query: sha256.Sum256(text)}, nil
}

// value gives what a pointer leads to, as a list of one, or none.
func value[V any](p *V) []V {
	if p == nil {
		return nil
	}
	return []V{*p}
}

func sorted[V cmp.Ordered](values []V) []V {
	if len(values) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(values)))
}
