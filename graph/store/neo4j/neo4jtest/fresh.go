package neo4jtest

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// wipeWithin bounds the deletion of what a test left: half a million relations take some ten seconds.
const wipeWithin = 3 * time.Minute

// Fresh returns a server whose default database is empty, without indexes and constraints, and which no other test uses
// until t ends: not in this process and, when EnvURL names the server, in no other on this machine that calls Fresh.
// Everything that was in the database is deleted. Without EnvURL the test binary starts one server for all its tests.
//
// A test that holds the database empties it again with Wipe; a second Fresh in it, or in its subtests, fails the test.
// Where no Neo4j can be had the test is skipped, but under CI (the variable CI is set) it fails.
func Fresh(t testing.TB) Server {
	t.Helper()
	var server Server
	if raw := os.Getenv(EnvURL); raw != "" {
		var err error
		if server, err = parseServer(raw); err != nil {
			t.Fatal(err)
		}
		holdHere(t)
		holdEverywhere(t, server)
	} else {
		inst, err := shared()
		failOrSkip(t, err)
		server = inst.server
		holdHere(t)
	}
	server.Wipe(t)
	return server
}

// shared starts the server of this test binary. Nobody stops it: its standard input ends with the binary.
var shared = sync.OnceValues(func() (*instance, error) {
	return launch(context.Background(), "", Options{})
})

// failOrSkip ends the test when err is set: it skips if this machine has no means to run a Neo4j, except under CI.
func failOrSkip(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, errNoEngine) && !underCI():
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

func underCI() bool { return os.Getenv("CI") != "" }

// database is the one database that the tests of this process share, and the name of the test that has it.
var database struct {
	sync.Mutex // held while a test has the database

	holder struct {
		sync.Mutex
		test string
	}
}

// holdHere waits until no other test of this process has the database.
func holdHere(t testing.TB) {
	t.Helper()
	holder := &database.holder
	holder.Lock()
	if has := holder.test; has != "" && (t.Name() == has || strings.HasPrefix(t.Name(), has+"/")) {
		holder.Unlock()
		t.Fatalf("%s has the database already: empty it with Wipe, or give each subtest its own Fresh", has)
	}
	holder.Unlock()

	database.Lock()
	setHolder(t.Name())
	t.Cleanup(func() {
		setHolder("")
		database.Unlock()
	})
}

func setHolder(test string) {
	database.holder.Lock()
	defer database.holder.Unlock()
	database.holder.test = test
}

// holdEverywhere waits until no other process has the database. go test runs the binaries of several packages at a time.
func holdEverywhere(t testing.TB, server Server) {
	t.Helper()
	unlock, err := lock(lockName(server))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unlock(); err != nil {
			t.Error(err)
		}
	})
}

// lockName is the same for every scheme and user by which a server is reached.
func lockName(server Server) string {
	address := server.URI
	if u, err := url.Parse(server.URI); err == nil {
		address = u.Host
	}
	return "neo4j-" + url.PathEscape(address)
}

// Wipe deletes all nodes, relationships, indexes and constraints of the default database.
func (s Server) Wipe(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), wipeWithin)
	defer cancel()
	err := s.inSession(ctx, neo4j.AccessModeWrite, func(session neo4j.SessionWithContext) error {
		return wipe(ctx, session)
	})
	if err != nil {
		t.Fatalf("empty the test database %s: %v", s.URI, err)
	}
}

// Empty deletes what a store recorded and keeps its schema: to make that anew takes seconds. No store may be open.
func (s Server) Empty(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), wipeWithin)
	defer cancel()
	err := s.inSession(ctx, neo4j.AccessModeWrite, func(session neo4j.SessionWithContext) error {
		for _, statement := range []string{
			`MATCH (n) WHERE NOT n:Meta CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`,
			`MATCH (m:Meta) SET m = {id: m.id, schema: m.schema, pub: 0, head: 0, actorsAt: 0}`,
		} {
			result, err := session.Run(ctx, statement, nil)
			if err == nil {
				_, err = result.Consume(ctx)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("empty the test database %s: %v", s.URI, err)
	}
}

func wipe(ctx context.Context, session neo4j.SessionWithContext) error {
	// The token look-up indexes come with every database: they stay.
	const (
		constraints = `SHOW CONSTRAINTS YIELD name`
		indexes     = `SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name`
	)
	if err := drop(ctx, session, constraints, `DROP CONSTRAINT $name`); err != nil {
		return err
	}
	if err := drop(ctx, session, indexes, `DROP INDEX $name`); err != nil {
		return err
	}
	// Relationships first: a hub deleted together with all of its own might not fit into one transaction's memory.
	for _, statement := range []string{
		`MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS`,
		`MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS`,
	} {
		if _, err := query(ctx, session, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

// drop runs the statement for each name that the list returns.
func drop(ctx context.Context, session neo4j.SessionWithContext, list, statement string) error {
	records, err := query(ctx, session, list, nil)
	if err != nil {
		return err
	}
	for _, record := range records {
		if _, err := query(ctx, session, statement, map[string]any{"name": record.Values[0]}); err != nil {
			return err
		}
	}
	return nil
}
