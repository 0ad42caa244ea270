package embedded

import (
	"context"
	"log/slog"
	"strings"

	"github.com/entente/entente/graph"
)

// change is one revision on its way into the file and the memory: a transaction
// and a draft. Only its writer, whose turn it is, knows of it.
type change struct {
	s       *Store
	head    graph.BatchHead
	number  graph.RevisionNumber
	base    graph.Revision
	draft   *draft
	encoder encoder
	over    bool
}

// begin opens the transaction of the next revision.
//
// A statement takes no context: to watch one costs a goroutine for each of
// hundreds of thousands, and to be cut off in the middle of a commit would leave
// open what became of it. So a writer looks at its context between chunks.
func (s *Store) begin(ctx context.Context, head graph.BatchHead) (*change, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	now := s.memory.newest.Load()
	if now.newest.Number+1 >= living {
		return nil, graph.Errorf(graph.ErrTooLarge, "the record is full: it holds %d revisions", now.newest.Number)
	}
	if _, err := s.db.conn.ExecContext(context.WithoutCancel(ctx), "BEGIN IMMEDIATE"); err != nil {
		return nil, fault(ctx, err)
	}
	return &change{s: s, head: head, base: now.newest, number: now.newest.Number + 1, draft: s.memory.draft()}, nil
}

// rollback undoes what was not committed.
func (c *change) rollback() {
	if c.over {
		return
	}
	c.over = true
	_, err := c.s.db.conn.ExecContext(context.Background(), "ROLLBACK")
	if err != nil && !strings.Contains(err.Error(), "no transaction is active") { // a full disk undid it already
		c.s.log.Error("transaction not rolled back", slog.Any("error", err))
	}
}

const insertRevision = `INSERT INTO revision (number, time, author, reason, key, last_actor, last_source, last_event, last_relation)
	SELECT ?, ?, ?, ?, nullif(?, ''), coalesce((SELECT max(version) FROM actor), 0), coalesce((SELECT max(version) FROM source), 0),
		coalesce((SELECT max(version) FROM event), 0), coalesce((SELECT max(version) FROM relation), 0)`

// commit makes the revision durable, and then visible. If it fails, nothing of
// it is either.
func (c *change) commit(ctx context.Context) (graph.Revision, error) {
	if err := c.s.usable(ctx); err != nil {
		return graph.Revision{}, err
	}
	r := graph.Revision{
		Number: c.number, Author: c.head.Author, Reason: c.head.Reason, Key: c.head.Key,
		Time: c.head.RevisionTime(c.s.clock(), c.base.Time),
	}
	if err := c.s.exec(insertRevision, int64(r.Number), r.Time.Format(timeFormat), r.Author, r.Reason, r.Key); err != nil {
		return graph.Revision{}, err
	}
	if _, err := c.s.db.conn.ExecContext(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return graph.Revision{}, fault(context.WithoutCancel(ctx), err)
	}
	c.over = true
	c.draft.publish(r)
	return r, nil
}

// exec runs a statement of the writer whose turn it is.
func (s *Store) exec(text string, args ...any) error {
	ctx := context.Background()
	st, err := s.db.writers.statement(ctx, text)
	if err == nil {
		_, err = st.ExecContext(ctx, args...)
	}
	return fault(ctx, err)
}
