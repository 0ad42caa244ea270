// Package neo4jtest gives tests a real Neo4j. Fresh hands out an empty database that one test has to itself; Start runs a
// private server that a test may kill and restart; With runs a command, such as go test, beside a server that all its test
// binaries share.
//
// Where the Neo4j comes from, in this order: the one that ENTENTE_TEST_NEO4J names; Docker, when an engine answers; Neo4j
// Community from Maven Central, run by Launch.java on Java 17. Community is under the GPL: it is fetched for the tests and
// runs as a process of its own; nothing of it is linked or shipped.
//
// Nothing that is started here outlives the process that started it: each server runs until its standard input ends.
//
// The package needs a Unix-like system (file locks and process groups).
package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// EnvURL names the environment variable with the Neo4j to test on, such as neo4j://user:password@127.0.0.1:7687. Its
// default database belongs to the tests: Fresh deletes everything in it.
const EnvURL = "ENTENTE_TEST_NEO4J"

// The account of the servers that this package starts. They listen on the loopback interface only.
const (
	startedUser     = "neo4j"
	startedPassword = "entente-test"
)

var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// Server says where a Neo4j is and how to sign in.
type Server struct {
	URI      string // without credentials: the driver takes them apart from the address
	User     string // empty when the server asks for no password
	Password string
}

// parseServer reads the value of EnvURL.
func parseServer(raw string) (Server, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The error of url.Parse quotes the URL, and with it the password.
		return Server{}, fmt.Errorf("%s is not a URL: want neo4j://user:password@host:port", EnvURL)
	}
	if !slices.Contains(schemes, u.Scheme) || u.Host == "" {
		return Server{}, fmt.Errorf("%s is %q: want neo4j://user:password@host:port", EnvURL, u.Redacted())
	}
	password, _ := u.User.Password()
	server := Server{User: u.User.Username(), Password: password}
	u.User = nil
	server.URI = u.String()
	return server, nil
}

// env returns the entry of the environment that parseServer reads back.
func (s Server) env() (string, error) {
	u, err := url.Parse(s.URI)
	if err != nil {
		return "", err
	}
	if s.User != "" {
		u.User = url.UserPassword(s.User, s.Password)
	}
	return EnvURL + "=" + u.String(), nil
}

// Driver returns a driver for the server, closed when the test ends. It does not connect: that the server answers, or
// refuses the password, shows in the first query.
func (s Server) Driver(t testing.TB) neo4j.DriverWithContext {
	t.Helper()
	driver, err := s.open()
	if err != nil {
		t.Fatalf("open a driver for %s: %v", s.URI, err)
	}
	t.Cleanup(func() {
		if err := driver.Close(context.Background()); err != nil {
			t.Errorf("close the driver for %s: %v", s.URI, err)
		}
	})
	return driver
}

func (s Server) open() (neo4j.DriverWithContext, error) {
	auth := neo4j.NoAuth()
	if s.User != "" {
		auth = neo4j.BasicAuth(s.User, s.Password, "")
	}
	return neo4j.NewDriverWithContext(s.URI, auth)
}

// ping asks the default database for an answer, once.
func (s Server) ping(ctx context.Context) error {
	return s.inSession(ctx, neo4j.AccessModeRead, func(session neo4j.SessionWithContext) error {
		_, err := query(ctx, session, `RETURN 1`, nil)
		return err
	})
}

func (s Server) inSession(ctx context.Context, mode neo4j.AccessMode, work func(neo4j.SessionWithContext) error) (err error) {
	driver, err := s.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, driver.Close(context.WithoutCancel(ctx))) }()
	session := driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode})
	defer func() { err = errors.Join(err, session.Close(context.WithoutCancel(ctx))) }()
	return work(session)
}

// query runs in a transaction of its own and is not tried again: CALL … IN TRANSACTIONS asks for that.
func query(ctx context.Context, session neo4j.SessionWithContext, statement string, params map[string]any) ([]*neo4j.Record, error) {
	result, err := session.Run(ctx, statement, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}
