package storetest

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/entente/entente/graph"
)

// Model is a graph.Store that is plain enough to be seen to be right: it keeps
// the whole graph of every revision in sorted slices, reads by going over all of
// it, and decides by the filters' own Match. It is the oracle that other stores
// are held against, and a store for tests of what stands above the port. It
// forgets everything when it is dropped.
type Model struct {
	mu        sync.RWMutex
	closed    bool
	revisions []graph.Revision
	states    []*state      // by revision number; states[0] is empty
	papers    []graph.Paper // by drawer and id
}

// state is what the graph holds at one revision. It never changes.
type state struct {
	actors    []graph.Actor // by id, as all of these
	sources   []graph.Source
	events    []graph.Event
	relations []graph.Relation
}

var _ graph.Store = (*Model)(nil)

// NewModel makes an empty Model.
func NewModel() *Model { return &Model{states: []*state{{}}} }

// Snapshot pins a revision.
func (m *Model) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if err := m.usable(ctx); err != nil {
		return nil, err
	}
	newest := graph.RevisionNumber(len(m.revisions))
	if at > newest {
		return nil, graph.Errorf(graph.ErrNotFound, "there is no revision %d; the newest is %d", at, newest)
	}
	if at == 0 {
		at = newest
	}
	return &snapshot{m, at, m.states[at]}, nil
}

// Apply commits a batch.
func (m *Model) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.usable(ctx); err != nil {
		return graph.Revision{}, err
	}
	for _, r := range m.revisions {
		if b.Key != "" && r.Key == b.Key {
			return r, nil
		}
	}
	newest := graph.RevisionNumber(len(m.revisions))
	if b.After != 0 && b.After != newest {
		return graph.Revision{}, graph.Errorf(graph.ErrConflict, "revision %d is not the newest any more; it is %d", b.After, newest)
	}
	var last time.Time
	if newest > 0 {
		last = m.revisions[newest-1].Time
	}
	if err := b.CheckTime(last); err != nil {
		return graph.Revision{}, err
	}
	base := m.states[newest]
	b, err := graph.Prepare(ctx, &snapshot{nil, newest, base}, b)
	if err != nil {
		return graph.Revision{}, err
	}
	r := graph.Revision{Number: newest + 1, Author: b.Author, Reason: b.Reason, Key: b.Key, Time: b.RevisionTime(time.Now(), last)}
	m.revisions = append(m.revisions, r)
	m.states = append(m.states, base.with(b, r.Number))
	return r, nil
}

// with gives the state after the batch.
func (s *state) with(b graph.Batch, n graph.RevisionNumber) *state {
	var put state
	for _, r := range b.Put {
		switch {
		case r.Actor != nil:
			v := r.Actor.Clone()
			v.Revision = n
			put.actors = append(put.actors, v)
		case r.Source != nil:
			v := r.Source.Clone()
			v.Revision = n
			put.sources = append(put.sources, v)
		case r.Event != nil:
			v := r.Event.Clone()
			v.Revision = n
			v.Own()
			put.events = append(put.events, v)
		case r.Relation != nil:
			v := r.Relation.Clone()
			v.Revision = n
			v.Own()
			put.relations = append(put.relations, v)
		}
	}
	return &state{
		actors:  merge(s.actors, put.actors, actorID),
		sources: merge(s.sources, put.sources, sourceID),
		events:  merge(s.events, put.events, eventID),
		relations: slices.DeleteFunc(merge(s.relations, put.relations, relationID), func(r graph.Relation) bool {
			return slices.Contains(b.Retract, r.ID)
		}),
	}
}

func actorID(a graph.Actor) graph.ActorID          { return a.ID }
func sourceID(s graph.Source) graph.SourceID       { return s.ID }
func eventID(e graph.Event) graph.EventID          { return e.ID }
func evidenceID(e graph.Evidence) graph.EvidenceID { return e.ID }
func relationID(r graph.Relation) graph.RelationID { return r.ID }

// merge gives a new list of old and put, ordered by id; of two with one id that
// of put.
func merge[V any, ID cmp.Ordered](old, put []V, id func(V) ID) []V {
	all := slices.Concat(put, old)
	slices.SortStableFunc(all, func(a, b V) int { return cmp.Compare(id(a), id(b)) })
	return slices.CompactFunc(all, func(a, b V) bool { return id(a) == id(b) })
}

// Revisions yields the revisions that match.
func (m *Model) Revisions(ctx context.Context, f graph.RevisionFilter) iter.Seq2[graph.Revision, error] {
	return sequence(ctx, m, func() []graph.Revision {
		m.mu.RLock()
		all := slices.Clone(m.revisions)
		m.mu.RUnlock()
		if f.Descending {
			slices.Reverse(all)
		}
		return slices.DeleteFunc(all, func(r graph.Revision) bool { return !f.Match(r) })
	})
}

// Close ends the use of the store and of its snapshots.
func (m *Model) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

// usable reports why nothing can be read or written, if so. The caller holds the lock.
func (m *Model) usable(ctx context.Context) error {
	if m.closed {
		return graph.Errorf(graph.ErrUnavailable, "the store is closed")
	}
	return ctx.Err()
}

// sequence yields the values that read gives until the context is done or the
// store is closed; a nil store never is.
func sequence[V any](ctx context.Context, m *Model, read func() []V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		if err := m.check(ctx); err != nil {
			yield(none, err)
			return
		}
		for _, v := range read() {
			if err := m.check(ctx); err != nil {
				yield(none, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// check is usable for one who does not hold the lock.
func (m *Model) check(ctx context.Context) error {
	if m == nil {
		return ctx.Err()
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.usable(ctx)
}

// snapshot reads one state of a Model.
type snapshot struct {
	m  *Model // nil while the model checks a batch under its own lock
	at graph.RevisionNumber
	s  *state
}

func (s *snapshot) Revision() graph.RevisionNumber { return s.at }

func (s *snapshot) Close() error { return nil }

func (s *snapshot) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return sequence(ctx, s.m, func() []graph.Actor { return among(s.s.actors, ids, actorID, graph.Actor.Clone) })
}

func (s *snapshot) Sources(ctx context.Context, ids []graph.SourceID) iter.Seq2[graph.Source, error] {
	return sequence(ctx, s.m, func() []graph.Source { return among(s.s.sources, ids, sourceID, graph.Source.Clone) })
}

func (s *snapshot) Events(ctx context.Context, ids []graph.EventID) iter.Seq2[graph.Event, error] {
	return sequence(ctx, s.m, func() []graph.Event { return among(s.s.events, ids, eventID, graph.Event.Clone) })
}

func (s *snapshot) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return sequence(ctx, s.m, func() []graph.Relation { return among(s.s.relations, ids, relationID, graph.Relation.Clone) })
}

// among gives copies of what has one of the ids, in their order.
func among[V any, ID cmp.Ordered](all []V, ids []ID, id func(V) ID, clone func(V) V) []V {
	var out []V
	for _, want := range distinct(ids) {
		i, ok := slices.BinarySearchFunc(all, want, func(v V, want ID) int { return cmp.Compare(id(v), want) })
		if ok {
			out = append(out, clone(all[i]))
		}
	}
	return out
}

// distinct gives each id once, where it is given first.
func distinct[ID comparable](ids []ID) []ID {
	var out []ID
	seen := map[ID]bool{}
	for _, id := range ids {
		if !seen[id] {
			out = append(out, id)
		}
		seen[id] = true
	}
	return out
}

func (s *snapshot) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	return sequence(ctx, s.m, func() []graph.Actor {
		return kept(s.s.actors, func(a graph.Actor) bool { return a.ID > after && f.Match(a) }, graph.Actor.Clone)
	})
}

func (s *snapshot) FindSources(ctx context.Context, f graph.SourceFilter, after graph.SourceID) iter.Seq2[graph.Source, error] {
	return sequence(ctx, s.m, func() []graph.Source {
		return kept(s.s.sources, func(x graph.Source) bool { return x.ID > after && f.Match(x) }, graph.Source.Clone)
	})
}

func (s *snapshot) FindEvents(ctx context.Context, f graph.EventFilter, after *graph.Key) iter.Seq2[graph.Event, error] {
	compare := func(a, b graph.Key) int { return graph.Newest.Compare(a, b) }
	return sequence(ctx, s.m, func() []graph.Event {
		out := kept(s.s.events, func(e graph.Event) bool {
			return f.Match(e) && (after == nil || compare(graph.KeyOfEvent(e), *after) > 0)
		}, graph.Event.Clone)
		slices.SortFunc(out, func(a, b graph.Event) int { return compare(graph.KeyOfEvent(a), graph.KeyOfEvent(b)) })
		return out
	})
}

func (s *snapshot) FindEvidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	return sequence(ctx, s.m, func() []graph.Evidence {
		var all []graph.Evidence
		for _, r := range s.s.relations {
			all = append(all, r.Evidence...)
		}
		for _, e := range s.s.events {
			all = append(all, e.Evidence()...)
		}
		all = merge(nil, all, evidenceID)
		return kept(all, func(e graph.Evidence) bool { return e.ID > after && f.Match(e) }, graph.Evidence.Clone)
	})
}

// kept gives copies of what keep keeps.
func kept[V any](all []V, keep func(V) bool, clone func(V) V) []V {
	var out []V
	for _, v := range all {
		if keep(v) {
			out = append(out, clone(v))
		}
	}
	return out
}

// matching gives the relations that match, as the filter reads them, under both
// their ends, and all of them under no id.
func (s *snapshot) matching(f graph.RelationFilter) map[graph.ActorID][]graph.Relation {
	kinds := map[graph.ActorID]graph.ActorKind{}
	for _, a := range s.s.actors {
		kinds[a.ID] = a.Kind
	}
	out := map[graph.ActorID][]graph.Relation{}
	for _, r := range s.s.relations {
		if r, ok := f.Match(r, kinds[r.From], kinds[r.To]); ok {
			for _, at := range []graph.ActorID{"", r.From, r.To} {
				out[at] = append(out[at], r)
			}
		}
	}
	return out
}

// towards keeps the relations that count for an actor in a direction; for no
// actor all of them.
func towards(all []graph.Relation, at graph.ActorID, d graph.Direction) []graph.Relation {
	return slices.DeleteFunc(all, func(r graph.Relation) bool { return at != "" && !d.Touches(at, r.Edge()) })
}

func (s *snapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	return sequence(ctx, s.m, func() []graph.Listed {
		key := func(r graph.Relation) graph.Key { return q.Order.KeyOf(r.Edge()) }
		matching := s.matching(q.Filter)
		var out []graph.Listed
		for _, at := range lists(q) {
			list := towards(matching[at], at, q.Direction)
			if q.After != nil {
				list = slices.DeleteFunc(list, func(r graph.Relation) bool { return q.Order.Compare(key(r), *q.After) <= 0 })
			}
			slices.SortFunc(list, func(a, b graph.Relation) int { return q.Order.Compare(key(a), key(b)) })
			if q.Limit > 0 {
				list = list[:min(len(list), q.Limit)]
			}
			for _, r := range list {
				out = append(out, graph.Listed{At: at, Relation: r.Clone()})
			}
		}
		return out
	})
}

// lists gives the actors whose lists are asked for; no id stands for the whole graph.
func lists(q graph.RelationQuery) []graph.ActorID {
	if q.At == nil {
		return []graph.ActorID{""}
	}
	return given(q.At)
}

// given gives each id once, and not the empty one, which nobody has.
func given(ids []graph.ActorID) []graph.ActorID {
	return slices.DeleteFunc(distinct(ids), func(id graph.ActorID) bool { return id == "" })
}

func (s *snapshot) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	if err := s.m.check(ctx); err != nil {
		return nil, err
	}
	at := q.At
	if at == nil {
		at = []graph.ActorID{""}
	}
	matching := s.matching(q.Filter)
	out := make([]graph.Count, len(at))
	for i, id := range at {
		n := len(towards(slices.Clone(matching[id]), id, q.Direction))
		if q.At != nil && id == "" {
			n = 0
		}
		out[i] = graph.Count{N: min(n, most), Exact: n <= most}
	}
	return out, nil
}

func (s *snapshot) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	return sequence(ctx, s.m, func() []graph.Hop {
		matching := s.matching(q.Filter)
		strongest := func(a, b graph.Relation) int {
			return graph.Strongest.Compare(graph.Strongest.KeyOf(a.Edge()), graph.Strongest.KeyOf(b.Edge()))
		}
		var out []graph.Hop
		for _, at := range given(frontier) {
			list := towards(matching[at], at, q.Direction)
			if q.Others != nil {
				list = slices.DeleteFunc(slices.Clone(list), func(r graph.Relation) bool {
					return !slices.Contains(q.Others, graph.Hop{At: at, Edge: r.Edge()}.Other())
				})
			}
			if q.PerActor > 0 {
				slices.SortFunc(list, strongest)
				list = list[:min(len(list), q.PerActor)]
			}
			for _, r := range list {
				out = append(out, graph.Hop{At: at, Edge: r.Edge()})
			}
		}
		return out
	})
}

func (s *snapshot) Search(ctx context.Context, q graph.SearchQuery) iter.Seq2[graph.SearchHit, error] {
	return sequence(ctx, s.m, func() []graph.SearchHit {
		var out []graph.SearchHit
		for _, a := range s.s.actors {
			if hit, ok := q.Hit(a.Clone()); ok {
				out = append(out, hit)
			}
		}
		slices.SortFunc(out, graph.SearchHit.Compare)
		if q.Limit > 0 {
			out = out[:min(len(out), q.Limit)]
		}
		return out
	})
}
