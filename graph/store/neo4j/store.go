// Package neo4j keeps a graph in Neo4j 5.26 or newer: one Community server, a
// cluster, or Aura. Several services may share one database; they need to share
// nothing else.
//
// # How the record is laid out
//
// Actors are nodes, and a relation is a relationship of its kind's name between
// them: what walks follow, and what people see. Beside it stands one (:Relation)
// node a version, which holds the whole record; so do (:ActorVersion),
// (:EventVersion) and (:SourceVersion). Every version says at which revision it
// was born and died, and nothing else of it ever changes. docs/neo4j.md draws it.
//
// # How the laws are kept
//
// A reader of Neo4j sees a committing transaction part by part, so a snapshot
// comes from the data: reads ask for what was born by a revision and had not died
// by it. Writers stand in line for the lock of the one (:Meta) node, so the order
// of locks is the order of revisions. A revision is committed first and then,
// by a second transaction, published in Meta.pub; readers go no further than that.
// Whoever takes the lock next, or starts, publishes what a crash left unpublished.
//
// Nothing is yielded inside a transaction: the driver may run one twice. Reads
// collect a chunk inside and yield it outside.
package neo4j

import (
	"cmp"
	"context"
	_ "embed" // statements and migrations
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"github.com/entente/entente/graph"
)

// Options say how to sign in, and how long to wait. The zero value fits a server
// without a password.
type Options struct {
	User     string // empty if the server asks for no password
	Password string
	Database string // empty for the user's home database

	ReadTimeout  time.Duration // of one read; 30 s if 0
	WriteTimeout time.Duration // of one transaction that writes; 2 minutes if 0
	// Retry is how long a read or write is tried again while the database is away:
	// a server that restarts, or a cluster that elects a new leader, takes some
	// seconds. 15 s if 0.
	Retry time.Duration
	// Wait bounds how long a write waits for the load of another service to end;
	// 1 minute if 0.
	Wait time.Duration
	// Lease is after how long without a sign of life the load of another service
	// counts as dead, and what it left is taken out; 30 s if 0.
	Lease time.Duration

	Log *slog.Logger // hears of repairs; nil for nobody
}

// fetchSize is how many rows the driver asks for at a time. Leaving a result of
// unbounded size early takes seconds, one of this size some milliseconds.
const fetchSize = 1000

// Store is a graph.Store in a Neo4j database.
type Store struct {
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager // makes reads, on whatever server of a cluster, see this store's own writes
	options   Options
	catalog   catalog
	closed    atomic.Bool
}

var (
	_ graph.Store      = (*Store)(nil)
	_ graph.BulkLoader = (*Store)(nil)
	_ graph.Pinger     = (*Store)(nil)
)

// Open connects to the database at a neo4j:// or bolt:// address (also +s and
// +ssc), brings its schema up to date, and repairs what a crash left behind. A
// database that cannot be reached or refuses the user is ErrUnavailable; one that
// is not ours, or was written by a newer release, is ErrConflict.
func Open(ctx context.Context, uri string, o Options) (*Store, error) {
	o.ReadTimeout = cmp.Or(o.ReadTimeout, 30*time.Second)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, 2*time.Minute)
	o.Retry = cmp.Or(o.Retry, 15*time.Second)
	o.Wait = cmp.Or(o.Wait, time.Minute)
	o.Lease = cmp.Or(o.Lease, 30*time.Second)
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))

	auth := neo4j.NoAuth()
	if o.User != "" {
		auth = neo4j.BasicAuth(o.User, o.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(uri, auth, func(c *config.Config) {
		c.MaxTransactionRetryTime = o.Retry
		c.FetchSize = fetchSize
		c.UserAgent = "entente"
		c.TelemetryDisabled = true
		c.NotificationsMinSeverity = notifications.DisabledLevel // nobody reads them
	})
	if err != nil {
		return nil, &graph.Error{Kind: graph.ErrInvalid, Message: "this is not the address of a Neo4j; write neo4j://host:7687, or neo4j+s:// for an encrypted connection", Err: err}
	}
	s := &Store{driver: driver, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{}), options: o}
	if err := s.prepare(ctx); err != nil {
		_ = driver.Close(context.WithoutCancel(ctx)) // that it could not be opened says more
		return nil, err
	}
	return s, nil
}

// prepare makes the database ready.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.Ping(ctx); err != nil {
		return err
	}
	if err := s.checkServer(ctx); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	return s.repair(ctx)
}

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	return s.fault(ctx, s.driver.VerifyConnectivity(ctx))
}

// Close ends the use of the store. What is being read or written fails.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	return s.driver.Close(context.Background())
}

// usable reports why nothing can be read or written, if so.
func (s *Store) usable(ctx context.Context) error {
	if s.closed.Load() {
		return errClosed
	}
	return ctx.Err()
}

var errClosed = graph.Errorf(graph.ErrUnavailable, "the store is closed")
