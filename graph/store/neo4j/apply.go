package neo4j

import (
	"context"

	"github.com/entente/entente/graph"
)

// Apply commits a batch in one transaction, and then publishes it.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	a := newAttempt(b.BatchHead)
	return s.inTurn(ctx, a, func(tx transaction, now state) (graph.Revision, error) {
		complete, err := graph.Prepare(ctx, unpublished(tx, s, now.newest), b)
		if err != nil {
			return graph.Revision{}, err
		}
		r := rowsOf(complete.Put, complete.Retract)
		if err := tx.writeRows(ctx, r, now.newest+1); err != nil {
			return graph.Revision{}, err
		}
		c := contents{retracted: texts(complete.Retract)}
		c.add(complete.Put)
		return tx.create(ctx, now, a, c)
	})
}
