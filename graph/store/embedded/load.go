package embedded

import (
	"context"
	"errors"
	"iter"

	"github.com/entente/entente/graph"
)

// loadChunk is how many records of a load are checked and written at once:
// enough that the look-ups of the check are few.
const loadChunk = 2000

// Load commits a stream of records as one revision.
func (s *Store) Load(ctx context.Context, head graph.BatchHead, records iter.Seq2[graph.Record, error]) (_ graph.Revision, err error) {
	prior, done, err := s.takeTurn(ctx, head)
	if err != nil || done {
		return prior, err
	}
	defer s.giveTurn()
	defer func() { s.disk.wrote(err) }()
	if err := graph.CheckHead(head); err != nil {
		return graph.Revision{}, err
	}
	c, err := s.begin(ctx, head)
	if err != nil {
		return graph.Revision{}, err
	}
	defer c.rollback()
	now := s.memory.newest.Load()
	l := loader{change: c, checker: graph.NewChecker(s.snapshot(now, now.newest.Number))}
	for r, err := range records {
		if err != nil {
			return graph.Revision{}, err
		}
		if err := l.add(ctx, r); err != nil {
			return graph.Revision{}, err
		}
	}
	if err := l.finish(ctx); err != nil {
		return graph.Revision{}, err
	}
	rev, err := c.commit(ctx)
	if err == nil {
		s.emptyLog(ctx)
	}
	return rev, err
}

// loader takes records in chunks through the check into a change.
type loader struct {
	change  *change
	checker *graph.Checker
	chunk   []graph.Record
	before  int // records of the chunks before
	faults  graph.Faults
}

func (l *loader) add(ctx context.Context, r graph.Record) error {
	l.chunk = append(l.chunk, r)
	if len(l.chunk) < loadChunk {
		return nil
	}
	return l.flush(ctx)
}

// flush checks the chunk and writes it. After a fault nothing is written any
// more, and the rest is checked until enough faults are listed.
func (l *loader) flush(ctx context.Context) error {
	if err := l.change.s.usable(ctx); err != nil {
		return err
	}
	checked, err := l.checker.Check(ctx, l.chunk, l.before)
	l.before += len(l.chunk)
	clear(l.chunk)
	l.chunk = l.chunk[:0]
	var faults *graph.Faults
	if errors.As(err, &faults) {
		room := graph.MaxFaults - len(l.faults.List)
		listed := faults.List[:min(room, len(faults.List))]
		l.faults.List = append(l.faults.List, listed...)
		l.faults.More += faults.More + len(faults.List) - len(listed)
		if len(l.faults.List) == graph.MaxFaults {
			return &l.faults
		}
		return nil
	}
	if err != nil || len(l.faults.List) > 0 {
		return err
	}
	return l.change.put(ctx, checked)
}

// finish writes the last chunk, and gives the faults of all.
func (l *loader) finish(ctx context.Context) error {
	if err := l.flush(ctx); err != nil {
		return err
	}
	if len(l.faults.List) > 0 {
		return &l.faults
	}
	if l.before == 0 {
		return &graph.Faults{List: []graph.Fault{{Record: -1, Field: "records", Message: "there are none; nothing would be recorded"}}}
	}
	return nil
}

// emptyLog brings what a load left in SQLite's log into the file, lest the log
// stay as large as the load. What does not get there now does later.
func (s *Store) emptyLog(ctx context.Context) {
	_, err := s.db.conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil {
		s.log.WarnContext(ctx, "log of the record not emptied", "error", err)
	}
}
