package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// parameters are the values of a statement. No value ever stands in its text.
type parameters = map[string]any

// lostAnswers is how often something is tried again of which the answer to the
// commit was lost: the driver does not know then whether that would be harmless.
const lostAnswers = 2

// row is one row of an answer.
type row = *neo4j.Record

// querier runs a statement and gives all its rows: the store in a read
// transaction of its own, a transaction within itself.
type querier interface {
	query(ctx context.Context, statement string, p parameters) ([]row, error)
	usable(ctx context.Context) error
}

// again runs f, and runs it again where the answer to its commit was lost. f is
// something that can be done twice.
func again(ctx context.Context, f func() error) error {
	var err error
	for range 1 + lostAnswers {
		if err = f(); !isLost(err) || ctx.Err() != nil {
			break
		}
	}
	return err
}

// query reads in a transaction of its own.
func (s *Store) query(ctx context.Context, statement string, p parameters) ([]row, error) {
	var rows []row
	err := again(ctx, func() (err error) {
		rows, err = s.queryOnce(ctx, statement, p)
		return err
	})
	return rows, s.fault(ctx, err)
}

func (s *Store) queryOnce(ctx context.Context, statement string, p parameters) ([]row, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	session := s.session(ctx, neo4j.AccessModeRead)
	defer closeSession(ctx, session)
	return neo4j.ExecuteRead(ctx, session, func(tx neo4j.ManagedTransaction) ([]row, error) {
		return transaction{s, tx}.query(ctx, statement, p)
	}, neo4j.WithTxTimeout(s.options.ReadTimeout))
}

// write runs work in a transaction that writes. The driver may run work again.
func (s *Store) write(ctx context.Context, work func(tx transaction) error) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer closeSession(ctx, session)
	tries := 0
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		tries++
		err := work(transaction{s, tx})
		if isReadOnly(err) && tries == readOnlyTries {
			err = &final{err}
		}
		return nil, err
	}, neo4j.WithTxTimeout(s.options.WriteTimeout))
	return err
}

// readOnlyTries is how often a write is tried that a server refuses because it
// only reads: a cluster between two leaders refuses too, but not for long.
const readOnlyTries = 3

// execute runs one statement in a transaction that writes. It is one that can be
// run twice.
func (s *Store) execute(ctx context.Context, statement string, p parameters) error {
	return s.fault(ctx, again(ctx, func() error {
		return s.write(ctx, func(tx transaction) error { return tx.run(ctx, statement, p) })
	}))
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: s.options.Database, BookmarkManager: s.bookmarks,
	})
}

// closeSession gives the connection back, also when the context is done.
func closeSession(ctx context.Context, session neo4j.SessionWithContext) {
	_ = session.Close(context.WithoutCancel(ctx)) // what went wrong was told by what ran in it
}

// transaction is one try of a transaction. Its errors are the driver's own, by
// which the driver knows what to try again.
type transaction struct {
	store *Store
	tx    neo4j.ManagedTransaction
}

func (t transaction) usable(ctx context.Context) error { return t.store.usable(ctx) }

func (t transaction) query(ctx context.Context, statement string, p parameters) ([]row, error) {
	result, err := t.tx.Run(ctx, statement, p)
	if err != nil {
		return nil, once(err)
	}
	rows, err := result.Collect(ctx)
	return rows, once(err)
}

// run runs a statement whose rows nobody wants.
func (t transaction) run(ctx context.Context, statement string, p parameters) error {
	_, err := t.query(ctx, statement, p)
	return err
}
