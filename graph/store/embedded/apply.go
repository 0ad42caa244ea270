package embedded

import (
	"context"

	"github.com/entente/entente/graph"
)

// Apply commits a batch.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (_ graph.Revision, err error) {
	prior, done, err := s.takeTurn(ctx, b.BatchHead)
	if err != nil || done {
		return prior, err
	}
	defer s.giveTurn()
	defer func() { s.disk.wrote(err) }()
	now := s.memory.newest.Load()
	b, err = graph.Prepare(ctx, s.snapshot(now, now.newest.Number), b)
	if err != nil {
		return graph.Revision{}, err
	}
	c, err := s.begin(ctx, b.BatchHead)
	if err != nil {
		return graph.Revision{}, err
	}
	defer c.rollback()
	if err := c.put(ctx, b.Put); err != nil {
		return graph.Revision{}, err
	}
	if err := c.retract(ctx, b.Retract); err != nil {
		return graph.Revision{}, err
	}
	return c.commit(ctx)
}

// takeTurn waits for the writer's turn, and looks at the conditions of a batch.
// A batch whose key is recorded is done: there is no turn to give back then, nor
// after an error.
func (s *Store) takeTurn(ctx context.Context, h graph.BatchHead) (prior graph.Revision, done bool, err error) {
	if err := s.waitForTurn(ctx); err != nil {
		return prior, false, err
	}
	defer func() {
		if err != nil || done {
			s.giveTurn()
		}
	}()
	if h.Key != "" {
		recorded, err := query(ctx, s, revisionOfKey, scanRevision, h.Key)
		if err != nil {
			return prior, false, err
		}
		if len(recorded) > 0 {
			return recorded[0], true, nil
		}
	}
	newest := s.memory.newest.Load().newest
	if h.After != 0 && h.After != newest.Number {
		return prior, false, graph.Errorf(graph.ErrConflict, "revision %d is not the newest any more; it is %d", h.After, newest.Number)
	}
	return prior, false, h.CheckTime(newest.Time)
}

// waitForTurn waits until nobody else writes. There is no turn to give back after
// an error.
func (s *Store) waitForTurn(ctx context.Context) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.writing:
	}
	err := s.usable(ctx)
	if err != nil {
		s.giveTurn()
	}
	return err
}

func (s *Store) giveTurn() { s.writing <- struct{}{} }
