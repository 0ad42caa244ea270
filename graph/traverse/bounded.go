package traverse

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// Bounded is a snapshot as one question may read it: no read begins once the
// context is done, and none goes on beyond the relations that it may read. It
// serves one goroutine.
type Bounded struct {
	graph.Snapshot
	most, done int // relations
	tooMany    func(most int) error
}

// Bound gives a snapshot of which a question may read so many relations, counted
// each time that they are read; tooMany says what to do if there are more.
func Bound(snap graph.Snapshot, most int, tooMany func(most int) error) *Bounded {
	return &Bounded{Snapshot: snap, most: most, tooMany: tooMany}
}

// Actors is graph.Snapshot.Actors.
func (s *Bounded) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	if ctx.Err() != nil {
		return graph.Fail[graph.Actor](ctx.Err())
	}
	return s.Snapshot.Actors(ctx, ids)
}

// FindActors is graph.Snapshot.FindActors.
func (s *Bounded) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	if ctx.Err() != nil {
		return graph.Fail[graph.Actor](ctx.Err())
	}
	return s.Snapshot.FindActors(ctx, f, after)
}

// Relations is graph.Snapshot.Relations.
func (s *Bounded) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	if ctx.Err() != nil {
		return graph.Fail[graph.Relation](ctx.Err())
	}
	return counted(s, s.Snapshot.Relations(ctx, ids))
}

// CountRelations is graph.Snapshot.CountRelations.
func (s *Bounded) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return s.Snapshot.CountRelations(ctx, q, most)
}

// Expand is graph.Snapshot.Expand.
func (s *Bounded) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	if ctx.Err() != nil {
		return graph.Fail[graph.Hop](ctx.Err())
	}
	return counted(s, s.Snapshot.Expand(ctx, frontier, q))
}

// Reach is graph.Reach; a link counts as one relation.
func (s *Bounded) Reach(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Link, error] {
	if ctx.Err() != nil {
		return graph.Fail[graph.Link](ctx.Err())
	}
	return counted(s, graph.Reach(ctx, s.Snapshot, frontier, q))
}

// StrongestAmong is graph.StrongestAmong; all that it chooses from counts.
func (s *Bounded) StrongestAmong(ctx context.Context, actors []graph.ActorID, f graph.RelationFilter, most int) ([]graph.Edge, int, error) {
	if ctx.Err() != nil {
		return nil, 0, ctx.Err()
	}
	edges, all, err := graph.StrongestAmong(ctx, s.Snapshot, actors, f, most)
	if err != nil {
		return nil, 0, err
	}
	if s.done += all; s.done > s.most {
		return nil, 0, s.tooMany(s.most)
	}
	return edges, all, nil
}

// Breadth is graph.Breadth.
func (s *Bounded) Breadth(frontier []graph.ActorID) int { return graph.Breadth(s.Snapshot, frontier) }

// ScanEdges yields every edge that matches f, once, by the snapshot's own scanner
// where it has one.
func (s *Bounded) ScanEdges(ctx context.Context, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	if ctx.Err() != nil {
		return graph.Fail[graph.Edge](ctx.Err())
	}
	if sc, ok := graph.As[graph.EdgeScanner](s.Snapshot); ok {
		return counted(s, sc.ScanEdges(ctx, f))
	}
	return graph.EdgesByExpand(ctx, s, f)
}

// counted ends a sequence of relations where the limit is.
func counted[V any](s *Bounded, seq iter.Seq2[V, error]) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for v, err := range seq {
			if err == nil {
				if s.done++; s.done > s.most {
					var none V
					v, err = none, s.tooMany(s.most)
				}
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}
