package observed

import (
	"context"
	"iter"

	"github.com/entente/entente/graph"
)

// snapshot tells the observer of each read of a snapshot.
type snapshot struct {
	graph.Snapshot
	o Observer
}

var (
	_ graph.Snapshot    = (*snapshot)(nil)
	_ graph.EdgeScanner = (*snapshot)(nil)
	_ graph.Reacher     = (*snapshot)(nil)
	_ graph.Picker      = (*snapshot)(nil)
)

// Unwrap gives the snapshot that is observed.
func (s *snapshot) Unwrap() any { return s.Snapshot }

func (s *snapshot) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return watch(ctx, s.o, "Actors", func(ctx context.Context) iter.Seq2[graph.Actor, error] { return s.Snapshot.Actors(ctx, ids) })
}

func (s *snapshot) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	return watch(ctx, s.o, "FindActors", func(ctx context.Context) iter.Seq2[graph.Actor, error] { return s.Snapshot.FindActors(ctx, f, after) })
}

func (s *snapshot) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return watch(ctx, s.o, "Relations", func(ctx context.Context) iter.Seq2[graph.Relation, error] { return s.Snapshot.Relations(ctx, ids) })
}

func (s *snapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	return watch(ctx, s.o, "FindRelations", func(ctx context.Context) iter.Seq2[graph.Listed, error] { return s.Snapshot.FindRelations(ctx, q) })
}

func (s *snapshot) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	ctx, end := s.o.Begin(ctx, "CountRelations")
	counts, err := s.Snapshot.CountRelations(ctx, q, most)
	end(len(counts), err)
	return counts, err
}

func (s *snapshot) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	return watch(ctx, s.o, "Expand", func(ctx context.Context) iter.Seq2[graph.Hop, error] { return s.Snapshot.Expand(ctx, frontier, q) })
}

func (s *snapshot) FindEvidence(ctx context.Context, f graph.EvidenceFilter, after graph.EvidenceID) iter.Seq2[graph.Evidence, error] {
	return watch(ctx, s.o, "FindEvidence", func(ctx context.Context) iter.Seq2[graph.Evidence, error] {
		return s.Snapshot.FindEvidence(ctx, f, after)
	})
}

func (s *snapshot) Events(ctx context.Context, ids []graph.EventID) iter.Seq2[graph.Event, error] {
	return watch(ctx, s.o, "Events", func(ctx context.Context) iter.Seq2[graph.Event, error] { return s.Snapshot.Events(ctx, ids) })
}

func (s *snapshot) FindEvents(ctx context.Context, f graph.EventFilter, after *graph.Key) iter.Seq2[graph.Event, error] {
	return watch(ctx, s.o, "FindEvents", func(ctx context.Context) iter.Seq2[graph.Event, error] { return s.Snapshot.FindEvents(ctx, f, after) })
}

func (s *snapshot) Sources(ctx context.Context, ids []graph.SourceID) iter.Seq2[graph.Source, error] {
	return watch(ctx, s.o, "Sources", func(ctx context.Context) iter.Seq2[graph.Source, error] { return s.Snapshot.Sources(ctx, ids) })
}

func (s *snapshot) FindSources(ctx context.Context, f graph.SourceFilter, after graph.SourceID) iter.Seq2[graph.Source, error] {
	return watch(ctx, s.o, "FindSources", func(ctx context.Context) iter.Seq2[graph.Source, error] { return s.Snapshot.FindSources(ctx, f, after) })
}

func (s *snapshot) Search(ctx context.Context, q graph.SearchQuery) iter.Seq2[graph.SearchHit, error] {
	return watch(ctx, s.o, "Search", func(ctx context.Context) iter.Seq2[graph.SearchHit, error] { return s.Snapshot.Search(ctx, q) })
}

// ScanEdges is the scanner of the snapshot that is observed, or the port alone.
func (s *snapshot) ScanEdges(ctx context.Context, f graph.RelationFilter) iter.Seq2[graph.Edge, error] {
	return watch(ctx, s.o, "ScanEdges", func(ctx context.Context) iter.Seq2[graph.Edge, error] { return graph.Edges(ctx, s.Snapshot, f) })
}

// Reach is the Reacher of the snapshot that is observed, or the port alone.
func (s *snapshot) Reach(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Link, error] {
	return watch(ctx, s.o, "Reach", func(ctx context.Context) iter.Seq2[graph.Link, error] {
		return graph.Reach(ctx, s.Snapshot, frontier, q)
	})
}

// StrongestAmong is the Picker of the snapshot that is observed, or the port alone.
func (s *snapshot) StrongestAmong(ctx context.Context, actors []graph.ActorID, f graph.RelationFilter, most int) ([]graph.Edge, int, error) {
	ctx, end := s.o.Begin(ctx, "StrongestAmong")
	edges, all, err := graph.StrongestAmong(ctx, s.Snapshot, actors, f, most)
	end(len(edges), err)
	return edges, all, err
}

// Breadth is that of the snapshot that is observed.
func (s *snapshot) Breadth(frontier []graph.ActorID) int { return graph.Breadth(s.Snapshot, frontier) }
