package neo4j

import (
	"context"
	_ "embed"
	"errors"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/standing.cypher
	standingCypher string
	//go:embed cypher/undo_relationships.cypher
	undoRelationshipsCypher string
	//go:embed cypher/undo_nodes.cypher
	undoNodesCypher string
	//go:embed cypher/undo_identities.cypher
	undoIdentitiesCypher string
	//go:embed cypher/undo_relationship_ends.cypher
	undoRelationshipEndsCypher string
	//go:embed cypher/undo_ends.cypher
	undoEndsCypher string
)

// undoRows is how much one transaction of an undo takes out.
const undoRows = 10_000

// repair publishes what a crash left committed, and takes out what a dead load
// left behind. It writes nothing where nothing is to be done, and leaves a load
// that is alive alone.
func (s *Store) repair(ctx context.Context) error {
	rows, err := s.query(ctx, standingCypher, nil)
	if err != nil {
		return err
	}
	if len(rows) != 1 || !boolean(rows[0].Values[0]) {
		return nil
	}
	l := lease{s: s, attempt: newAttempt(graph.BatchHead{})}
	if err := s.execute(ctx, publishCypher, parameters{"attempt": l.attempt.id}); err != nil {
		return err
	}
	err = s.write(ctx, func(tx transaction) error {
		now, err := tx.lock(ctx, l.attempt)
		if err != nil {
			return err
		}
		if now.loading == 0 || now.alive {
			return errNothingToRepair
		}
		l.revision = now.loading
		return tx.take(ctx, l)
	})
	if errors.Is(err, errNothingToRepair) {
		return nil
	}
	if err != nil {
		return s.fault(ctx, err)
	}
	s.options.Log.WarnContext(ctx, "taking out what a load that died left behind", "revision", uint64(l.revision))
	return l.undo(ctx)
}

var errNothingToRepair = errors.New("no load is there, or it is alive")

// undo takes out all that was written under the lease and ends it. Each step can
// be taken again, so a crash on the way is repaired like the load itself.
func (l lease) undo(ctx context.Context) error {
	for _, statement := range []string{
		undoRelationshipsCypher, undoNodesCypher, undoIdentitiesCypher, undoRelationshipEndsCypher, undoEndsCypher,
	} {
		for more := true; more; {
			err := l.write(ctx, func(tx transaction, _ state) error {
				rows, err := tx.query(ctx, statement, parameters{"revision": int64(l.revision), "forever": forever, "limit": undoRows})
				if err != nil {
					return err
				}
				more = integer(rows[0].Values[0]) > 0
				return tx.extend(ctx, l)
			})
			if err != nil {
				return err
			}
		}
	}
	return l.write(ctx, func(tx transaction, _ state) error { return tx.run(ctx, leaseEndCypher, nil) })
}
