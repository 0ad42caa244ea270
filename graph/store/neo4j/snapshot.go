package neo4j

import (
	"context"
	_ "embed"
	"iter"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/snapshot.cypher
	snapshotCypher string
	//go:embed cypher/actors_by_id.cypher
	actorsByIDCypher string
	//go:embed cypher/sources_by_id.cypher
	sourcesByIDCypher string
	//go:embed cypher/events_by_id.cypher
	eventsByIDCypher string
	//go:embed cypher/relations_by_id.cypher
	relationsByIDCypher string
)

// snapshot reads the graph at one revision, each read in a transaction of its own
// or, for a writer that checks a batch, in the writer's.
type snapshot struct {
	querier
	store    *Store
	revision graph.RevisionNumber
	actorsAt graph.RevisionNumber // the last revision up to it that recorded an actor
}

var (
	_ graph.Snapshot    = (*snapshot)(nil)
	_ graph.EdgeScanner = (*snapshot)(nil)
)

// Snapshot pins a revision that is published.
func (s *Store) Snapshot(ctx context.Context, at graph.RevisionNumber) (graph.Snapshot, error) {
	rows, err := s.query(ctx, snapshotCypher, parameters{"revision": revisionValue(at)})
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, graph.Errorf(graph.ErrUnavailable, "the database was emptied while the service ran; start the service again")
	}
	newest := revisionNumber(rows[0].Values[0])
	if at > newest {
		return nil, graph.Errorf(graph.ErrNotFound, "there is no revision %d; the newest is %d", at, newest)
	}
	if at == 0 {
		at = newest
	}
	return &snapshot{querier: s, store: s, revision: at, actorsAt: revisionNumber(rows[0].Values[1])}, nil
}

// unpublished gives a snapshot of a revision that is committed, and perhaps not
// published yet, to check what is written over it.
func unpublished(q querier, s *Store, at graph.RevisionNumber) *snapshot {
	return &snapshot{querier: q, store: s, revision: at}
}

func (s *snapshot) Revision() graph.RevisionNumber { return s.revision }

// Close has nothing to give back: a snapshot is a number.
func (s *snapshot) Close() error { return nil }

// with gives the parameters of a read, with the revision.
func (s *snapshot) with(p parameters) parameters {
	p["revision"] = int64(s.revision)
	return p
}

func (s *snapshot) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return byID(ctx, s, actorsByIDCypher, ids, decodeActor)
}

func (s *snapshot) Sources(ctx context.Context, ids []graph.SourceID) iter.Seq2[graph.Source, error] {
	return byID(ctx, s, sourcesByIDCypher, ids, decodeSource)
}

func (s *snapshot) Events(ctx context.Context, ids []graph.EventID) iter.Seq2[graph.Event, error] {
	return byID(ctx, s, eventsByIDCypher, ids, decodeEvent)
}

func (s *snapshot) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return byID(ctx, s, relationsByIDCypher, ids, decodeRelation)
}

// byID yields what has one of the ids, in their order.
func byID[ID ~string, V any](ctx context.Context, s *snapshot, statement string, ids []ID, decode decoder[V]) iter.Seq2[V, error] {
	left := distinct(ids)
	return pages(ctx, s, func(int) ([]V, bool, error) {
		some := left[:min(len(left), lastPage)]
		left = left[len(some):]
		values, err := readByID(ctx, s, statement, some, decode)
		return values, len(left) > 0, err
	})
}

// readByID is one read of byID. An empty store is not asked.
func readByID[ID ~string, V any](ctx context.Context, s *snapshot, statement string, ids []ID, decode decoder[V]) ([]V, error) {
	if len(ids) == 0 || s.revision == 0 {
		return nil, nil
	}
	rows, err := s.query(ctx, statement, s.with(parameters{"ids": texts(ids)}))
	if err != nil {
		return nil, err
	}
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[string(id)] = i
	}
	slices.SortFunc(rows, func(a, b row) int { return place[text(a.Values[0])] - place[text(b.Values[0])] })
	return decodeAll(rows, decode)
}

// among gives the ids after one, in order, each once: what a list of ids asks of a
// read that is ordered by id.
func among[ID ~string](ids []ID, after ID) []ID {
	ids = slices.DeleteFunc(distinct(ids), func(id ID) bool { return id <= after })
	slices.SortFunc(ids, func(a, b ID) int { return strings.Compare(string(a), string(b)) })
	return ids
}
