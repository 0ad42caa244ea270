package neo4j_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

// refused opens a database that must not be opened, and gives the error, which
// has to be of a kind and to say something.
func refused(t *testing.T, uri string, o neo4j.Options, kind error, words ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := neo4j.Open(ctx, uri, o)
	if err == nil {
		s.Close()
		t.Fatal("it was opened")
	}
	saysPlainly(t, err, kind, words...)
}

// saysPlainly checks that an error is of a kind, that its message has some words,
// and that it shows a client nothing of the driver or the address.
func saysPlainly(t *testing.T, err, kind error, words ...string) {
	t.Helper()
	var e *graph.Error
	if !errors.Is(err, kind) || !errors.As(err, &e) {
		t.Fatalf("%v; wanted %v, in words for a client", err, kind)
	}
	for _, w := range words {
		if !strings.Contains(e.Message, w) {
			t.Errorf("%q does not say %q", e.Message, w)
		}
	}
	for _, w := range []string{"127.0.0.1", "Neo.", "MATCH", "Error"} {
		if strings.Contains(e.Message, w) {
			t.Errorf("%q shows a client %q", e.Message, w)
		}
	}
}

func TestOpenAnAddressThatIsNone(t *testing.T) {
	for _, uri := range []string{"", "neo4j", "http://127.0.0.1:7474", "neo4j://user:pass word@"} {
		refused(t, uri, neo4j.Options{}, graph.ErrInvalid, "neo4j://host:7687")
	}
}

func TestOpenADatabaseThatIsAway(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close() // now nobody listens there
	refused(t, "neo4j://"+address, neo4j.Options{}, graph.ErrUnavailable, "cannot be reached")
	refused(t, "bolt://"+address, neo4j.Options{}, graph.ErrUnavailable, "cannot be reached")
}

func TestOpenWithWrongCredentials(t *testing.T) {
	server := neo4jtest.Fresh(t)
	refused(t, server.URI, neo4j.Options{User: server.User, Password: "wrong"}, graph.ErrUnavailable, "refuses the user or the password")
	refused(t, server.URI, neo4j.Options{}, graph.ErrUnavailable, "refuses the user or the password")
	refused(t, server.URI, neo4j.Options{User: server.User, Password: server.Password, Database: "nowhere"}, graph.ErrUnavailable, "no database of that name")
	if n := one(t, server, "MATCH (n) RETURN count(n)"); n != int64(0) {
		t.Errorf("%d nodes are there after refused visits", n)
	}
}

func TestOpenASchemaOfANewerRelease(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "mali -CALLS-> russia")); err != nil {
		t.Fatal(err)
	}
	run(t, server, "MATCH (m:Meta) SET m.schema = 99", nil)
	refused(t, server.URI, neo4j.Options{User: server.User, Password: server.Password}, graph.ErrConflict, "version 99", "newer release")
}

// The schema is made once; a second start changes nothing.
func TestOpenTwice(t *testing.T) {
	server := neo4jtest.Fresh(t)
	open(t, server)
	const schema = "SHOW INDEXES YIELD name, state, labelsOrTypes, properties WHERE name STARTS WITH 'entente_' RETURN name + ' ' + state ORDER BY name"
	before := run(t, server, schema, nil)
	if len(before) < 10 {
		t.Fatalf("there are %d indexes; wanted more", len(before))
	}
	for _, row := range before {
		if !strings.HasSuffix(row.Values[0].(string), " ONLINE") {
			t.Errorf("index %v", row.Values[0])
		}
	}
	open(t, server)
	if after := run(t, server, schema, nil); len(after) != len(before) {
		t.Errorf("%d indexes after the second start; there were %d", len(after), len(before))
	}
}

// What other people keep in a database under labels of their own stays as it is,
// and so does what they keep under ours: then the database is refused.
func TestOtherPeoplesData(t *testing.T) {
	const theirs = "MATCH (n) WHERE n.theirs OPTIONAL MATCH (n)-[r]->() RETURN labels(n), properties(n), type(r), properties(r) ORDER BY n.name"
	t.Run("under labels of their own", func(t *testing.T) {
		server := neo4jtest.Fresh(t)
		run(t, server, "CREATE (:Movie {name: 'Timbuktu', id: 'mali', born: 1, died: 1, theirs: true})-[:DEFENSE_PACT {id: 'relation:x', born: 1, died: 1}]->(:Film {name: 'Yeelen', theirs: true})", nil)
		run(t, server, "CREATE INDEX theirs FOR (m:Movie) ON (m.id)", nil)
		before := run(t, server, theirs, nil)
		s := open(t, server)
		for _, notation := range []string{"mali -DEFENSE_PACT id=x-- niger", "mali -CALLS id=x-> niger"} {
			if _, err := s.Apply(t.Context(), graphtest.Batch(t, notation)); err != nil {
				t.Fatal(err)
			}
		}
		fails := func(yield func(graph.Record, error) bool) {
			for _, r := range graphtest.Records(t, "togo -BORDERS-- benin") {
				if !yield(r, nil) {
					return
				}
			}
			yield(graph.Record{}, errors.New("broken"))
		}
		if _, err := s.Load(t.Context(), graph.BatchHead{Author: "test", Reason: "test"}, fails); err == nil {
			t.Fatal("a broken load did not fail")
		}
		sameRows(t, run(t, server, theirs, nil), before)
		snap, err := s.Snapshot(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		hops, err := graph.Collect(snap.Expand(t.Context(), []graph.ActorID{"mali"}, graph.ExpandQuery{}))
		if err != nil || len(hops) != 1 {
			t.Errorf("mali has %d hops, %v; wanted one, of ours", len(hops), err)
		}
	})
	t.Run("under labels of ours", func(t *testing.T) {
		server := neo4jtest.Fresh(t)
		run(t, server, "CREATE (:Person {name: 'Souleymane Cissé', theirs: true})-[:MADE {year: 1987}]->(:Movie {name: 'Yeelen', theirs: true})", nil)
		before := run(t, server, theirs, nil)
		refused(t, server.URI, neo4j.Options{User: server.User, Password: server.Password}, graph.ErrConflict, "labeled Person", "database of its own")
		sameRows(t, run(t, server, theirs, nil), before)
		if n := one(t, server, "SHOW CONSTRAINTS YIELD name RETURN count(name)"); n != int64(0) {
			t.Errorf("%d constraints were made in a database that was refused", n)
		}
	})
}
