package graph

import (
	"context"
	"iter"
)

// Store is a graph of actors and their relations, kept somewhere, with what each
// of its revisions changed, and a desk beside it. A Store is safe for use by many
// goroutines.
type Store interface {
	Historian
	Desk

	// Snapshot pins what the store held at revision at, or at its newest
	// revision when at is zero. A revision the store does not hold (yet) is
	// ErrNotFound. An empty store has no revision: its newest snapshot is
	// revision 0 and holds nothing. The caller closes the snapshot.
	Snapshot(ctx context.Context, at RevisionNumber) (Snapshot, error)

	// Apply commits all of b or none of it, and returns its revision, which can
	// be read at once. A batch that breaks a rule of the domain is a *Faults
	// (ErrInvalid); one whose After is not the newest revision is ErrConflict,
	// whatever else is wrong with it. A batch whose Key is recorded already changes
	// nothing and returns the revision of that key, whatever else it holds.
	Apply(ctx context.Context, b Batch) (Revision, error)

	// Revisions yields the revisions that match f, in ascending or descending
	// order of number.
	Revisions(ctx context.Context, f RevisionFilter) iter.Seq2[Revision, error]

	// Close gives back what the store holds open. Whatever is used afterwards,
	// snapshots still open too, fails with ErrUnavailable. Closing twice is
	// harmless.
	Close() error
}

// Snapshot is a read of the graph at one revision: two reads of one snapshot
// never disagree, whatever is written meanwhile. It is safe for use by many
// goroutines.
//
// Every sequence follows one rule set:
//   - it is single use, and belongs to the goroutine that ranges over it;
//   - an error comes alone, once, and last;
//   - leaving the loop early frees what the read held;
//   - the values belong to the caller;
//   - an id given twice counts once, where it is given first.
//
// Every value read carries the revision that recorded it.
type Snapshot interface {
	// Revision gives the number of the revision that is read.
	Revision() RevisionNumber

	// Actors yields the actors among ids, in the order of ids; an unknown id
	// yields nothing, and is no error. So do Relations, Events and Sources.
	Actors(ctx context.Context, ids []ActorID) iter.Seq2[Actor, error]

	// FindActors yields the actors that match f, ordered by id, after the given
	// one.
	FindActors(ctx context.Context, f ActorFilter, after ActorID) iter.Seq2[Actor, error]

	// Relations yields the relations among ids, evidence and all.
	Relations(ctx context.Context, ids []RelationID) iter.Seq2[Relation, error]

	// FindRelations yields the relations that q asks for: one list for all of
	// the graph, or one for each actor of q.At, in one read whatever their number.
	FindRelations(ctx context.Context, q RelationQuery) iter.Seq2[Listed, error]

	// CountRelations counts what FindRelations would yield without After and
	// Limit: one count for each actor of q.At, in its order, or one for all of the
	// graph. It counts no further than most: of more there are, it says most, and
	// that this is not exact.
	CountRelations(ctx context.Context, q RelationQuery, most int) ([]Count, error)

	// Expand yields every edge that matches q and touches an actor of the
	// frontier, in one read whatever the size of the frontier. Order is not
	// promised. An edge with both ends in the frontier is yielded once for each.
	Expand(ctx context.Context, frontier []ActorID, q ExpandQuery) iter.Seq2[Hop, error]

	// FindEvidence yields the evidence that matches f, ordered by id, after the
	// given one.
	FindEvidence(ctx context.Context, f EvidenceFilter, after EvidenceID) iter.Seq2[Evidence, error]

	// Events yields the events among ids.
	Events(ctx context.Context, ids []EventID) iter.Seq2[Event, error]

	// FindEvents yields the events that match f, ordered as KeyOfEvent and
	// Newest say, after the given key (nil for the first).
	FindEvents(ctx context.Context, f EventFilter, after *Key) iter.Seq2[Event, error]

	// Sources yields the sources among ids.
	Sources(ctx context.Context, ids []SourceID) iter.Seq2[Source, error]

	// FindSources yields the sources that match f, ordered by id, after the
	// given one.
	FindSources(ctx context.Context, f SourceFilter, after SourceID) iter.Seq2[Source, error]

	// Search yields the actors that q finds, in the order of SearchHit.Compare,
	// at most q.Limit.
	Search(ctx context.Context, q SearchQuery) iter.Seq2[SearchHit, error]

	Close() error
}

// Direction says which edges of an actor count. A symmetric kind counts for Out
// and In alike.
type Direction string

// The directions. The empty direction is Both.
const (
	Out  Direction = "OUT"  // the actor is the source
	In   Direction = "IN"   // the actor is the target
	Both Direction = "BOTH" // either
)

// Touches reports whether an edge counts for the actor in the direction.
func (d Direction) Touches(at ActorID, e Edge) bool {
	if at != e.From && at != e.To {
		return false
	}
	if d != Out && d != In {
		return true
	}
	if k, _ := KindByName(e.Kind); k.Symmetric {
		return true
	}
	if d == Out {
		return at == e.From
	}
	return at == e.To
}

// RelationQuery asks for a list of relations.
type RelationQuery struct {
	At        []ActorID // the actors whose relations are listed; nil (not merely empty) for those of the whole graph
	Direction Direction // for At only
	Filter    RelationFilter
	Order     RelationOrder
	After     *Key // only what comes after this key in each list; nil for the first
	Limit     int  // at most so many in each list; 0 for all
}

// Listed is a relation in the list of an actor. The lists of a query follow one
// another in the order of RelationQuery.At; At is empty for the whole graph.
type Listed struct {
	At ActorID
	Relation
}

// Count is a number of things, or a lower bound of it.
type Count struct {
	N     int
	Exact bool // false: there are at least N
}

// ExpandQuery says which edges an expansion follows.
type ExpandQuery struct {
	Direction Direction
	Filter    RelationFilter
	// Others names the only actors that may stand at the other end; nil (not merely
	// empty) for any.
	Others []ActorID
	// PerActor, if above 0, keeps only so many edges of each actor of the
	// frontier: the strongest, ties by the lower id.
	PerActor int
}

// The interfaces below are capabilities: a store or a snapshot has them or
// not. A capability makes an answer faster; it never makes one possible that
// the port alone can't give, and both must give the same answer.

// BulkLoader is a Store that has a quick way in for many records, one at a time.
type BulkLoader interface {
	// Load is Apply for a stream: one revision, all or nothing, in bounded
	// memory. A record may refer only to what stands before it or is in the
	// store. An error of the sequence ends the load, and nothing of it stays.
	Load(ctx context.Context, head BatchHead, records iter.Seq2[Record, error]) (Revision, error)
}

// EdgeScanner is a Snapshot that yields every edge that matches f, once, faster
// than Edges does by Expand.
type EdgeScanner interface {
	ScanEdges(ctx context.Context, f RelationFilter) iter.Seq2[Edge, error]
}

// Pinger is a Store that can say whether it is ready to serve.
type Pinger interface {
	Ping(ctx context.Context) error
}

// As finds a capability T in v or in what v wraps.
func As[T any](v any) (T, bool) {
	for {
		if t, ok := v.(T); ok {
			return t, true
		}
		w, ok := v.(interface{ Unwrap() any })
		if !ok {
			var zero T
			return zero, false
		}
		v = w.Unwrap()
	}
}

// Collect reads all of seq, or as far as its error.
func Collect[V any](seq iter.Seq2[V, error]) ([]V, error) {
	var out []V
	for v, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Fail is a sequence that yields err and nothing else.
func Fail[V any](err error) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var zero V
		yield(zero, err)
	}
}

// Load loads a stream of records as one revision: by the store's own BulkLoader,
// else by one Apply of everything.
func Load(ctx context.Context, s Store, head BatchHead, records iter.Seq2[Record, error]) (Revision, error) {
	if l, ok := As[BulkLoader](s); ok {
		return l.Load(ctx, head, records)
	}
	all, err := Collect(records)
	if err != nil {
		return Revision{}, err
	}
	return s.Apply(ctx, Batch{BatchHead: head, Put: all})
}

// scanChunk is how many actors Edges expands in one read: enough to make reads
// few, little enough to keep an answer of a store in bounds.
const scanChunk = 1000

// Edges yields every edge of the snapshot that matches f, once: by the
// snapshot's own EdgeScanner, else by expanding all actors in chunks.
func Edges(ctx context.Context, s Snapshot, f RelationFilter) iter.Seq2[Edge, error] {
	if sc, ok := As[EdgeScanner](s); ok {
		return sc.ScanEdges(ctx, f)
	}
	return EdgesByExpand(ctx, s, f)
}

// EdgesByExpand is Edges by the port alone.
func EdgesByExpand(ctx context.Context, s Snapshot, f RelationFilter) iter.Seq2[Edge, error] {
	return func(yield func(Edge, error) bool) {
		actors, err := Collect(s.FindActors(ctx, ActorFilter{Merged: true}, "")) // what is merged keeps its old edges
		if err != nil {
			yield(Edge{}, err)
			return
		}
		ids := make([]ActorID, 0, scanChunk)
		for start := 0; start < len(actors); start += scanChunk {
			ids = ids[:0]
			for _, a := range actors[start:min(start+scanChunk, len(actors))] {
				ids = append(ids, a.ID)
			}
			for h, err := range s.Expand(ctx, ids, ExpandQuery{Direction: Out, Filter: f}) {
				if err == nil && h.At != h.From { // a symmetric edge, seen from its other end
					continue
				}
				if !yield(h.Edge, err) || err != nil {
					return
				}
			}
		}
	}
}
