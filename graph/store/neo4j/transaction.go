package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// parameters are the values of a statement. No value ever stands in its text.
type parameters = map[string]any

// row is one row of an answer.
type row = *neo4j.Record

// querier runs a statement and gives all its rows: the store in a read
// transaction of its own, a transaction within itself.
type querier interface {
	query(ctx context.Context, statement string, p parameters) ([]*neo4j.Record, error)
	usable(ctx context.Context) error
}

// query reads in a transaction of its own, which the driver tries again when a
// server goes away.
func (s *Store) query(ctx context.Context, statement string, p parameters) ([]*neo4j.Record, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	session := s.session(ctx, neo4j.AccessModeRead)
	defer closeSession(ctx, session)
	rows, err := neo4j.ExecuteRead(ctx, session, func(tx neo4j.ManagedTransaction) ([]*neo4j.Record, error) {
		return transaction{s, tx}.query(ctx, statement, p)
	}, neo4j.WithTxTimeout(s.options.ReadTimeout))
	return rows, s.fault(ctx, err)
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

// execute runs one statement in a transaction that writes.
func (s *Store) execute(ctx context.Context, statement string, p parameters) error {
	err := s.write(ctx, func(tx transaction) error { return tx.run(ctx, statement, p) })
	return s.fault(ctx, err)
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

func (t transaction) query(ctx context.Context, statement string, p parameters) ([]*neo4j.Record, error) {
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
