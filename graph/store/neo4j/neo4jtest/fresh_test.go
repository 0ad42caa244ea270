package neo4jtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

func TestFreshIsEmpty(t *testing.T) {
	t.Run("leave data", func(t *testing.T) {
		server := Fresh(t)
		for _, statement := range []string{
			`UNWIND range(1, 25000) AS i CREATE (:Left {id: i})-[:BEHIND]->(:Left {id: -i})`,
			`CREATE CONSTRAINT left_id FOR (n:Left) REQUIRE n.id IS UNIQUE`,
			"CREATE FULLTEXT INDEX `left ``quoted` FOR (n:Left) ON EACH [n.name]",
			`CREATE INDEX behind FOR ()-[r:BEHIND]-() ON (r.id)`,
		} {
			ask(t, server, statement)
		}
	})
	t.Run("find none", func(t *testing.T) {
		server := Fresh(t)
		for what, statement := range map[string]string{
			"nodes":         `MATCH (n) RETURN count(n)`,
			"relationships": `MATCH ()-[r]->() RETURN count(r)`,
			"constraints":   `SHOW CONSTRAINTS YIELD name RETURN count(name)`,
			"indexes":       `SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(type)`,
		} {
			if got := ask(t, server, statement); got != int64(0) {
				t.Errorf("a fresh database has %v %s, want none", got, what)
			}
		}
	})
}

// Several processes at a time each fill the database and look whether it stays theirs.
func TestFreshExcludesOtherProcesses(t *testing.T) {
	const processes, rounds, looks = 3, 4, 20
	if os.Getenv(roleVariable) == t.Name() {
		for range rounds {
			t.Run("round", func(t *testing.T) {
				server := Fresh(t)
				ask(t, server, `CREATE (:Mine)`)
				for range looks {
					if got := ask(t, server, `MATCH (n) RETURN count(n)`); got != int64(1) {
						t.Fatalf("the database holds %v nodes, want the one that this process made", got)
					}
				}
			})
		}
		return
	}

	env := EnvURL + "=" + os.Getenv(EnvURL)
	if os.Getenv(EnvURL) == "" {
		inst, err := shared()
		failOrSkip(t, err)
		t.Cleanup(func() {
			if err := forgetLock(lockName(inst.server)); err != nil {
				t.Error(err)
			}
		})
		if env, err = inst.server.env(); err != nil {
			t.Fatal(err)
		}
	}
	holdHere(t) // the tests of this process do not know that others use its server
	var group errgroup.Group
	for range processes {
		group.Go(func() error {
			cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
			cmd.Env = append(os.Environ(), env, roleVariable+"="+t.Name())
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("%w\n%s", err, out)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func TestFreshTwiceInOneTestFails(t *testing.T) {
	Fresh(t)
	got := ending(t, func(inner testing.TB) { Fresh(inner) })
	if !strings.HasPrefix(got, "fatal: ") || !strings.Contains(got, "has the database already") {
		t.Errorf("a second Fresh ended with %q, want that the test has the database already", got)
	}
}

func TestWithoutAnyEngine(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("JAVA_HOME", "")
	_, err := findEngine(t.Context())
	if !errors.Is(err, errNoEngine) {
		t.Fatalf("findEngine without Docker and Java: %v, want %v", err, errNoEngine)
	}
	for ci, want := range map[string]string{
		"":     "skip: " + err.Error(),
		"true": "fatal: " + err.Error(),
	} {
		t.Setenv("CI", ci)
		if got := ending(t, func(inner testing.TB) { failOrSkip(inner, err) }); got != want {
			t.Errorf("with CI=%q the test ends with %q, want %q", ci, got, want)
		}
	}
}

// ending returns how f ended the test that it was given, "" if it did not.
func ending(t *testing.T, f func(testing.TB)) string {
	inner := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(inner)
	}()
	<-done
	return inner.end
}

// recorder keeps what would end a test, and ends the goroutine in its place.
type recorder struct {
	testing.TB
	end string
}

func (r *recorder) Fatalf(format string, args ...any) { r.Fatal(fmt.Sprintf(format, args...)) }

func (r *recorder) Fatal(args ...any) {
	r.end = "fatal: " + fmt.Sprint(args...)
	runtime.Goexit()
}

func (r *recorder) Skip(args ...any) {
	r.end = "skip: " + fmt.Sprint(args...)
	runtime.Goexit()
}

func TestParseServer(t *testing.T) {
	for raw, want := range map[string]Server{
		"neo4j://neo4j:secret@127.0.0.1:7687": {URI: "neo4j://127.0.0.1:7687", User: "neo4j", Password: "secret"},
		"bolt://u:p%40%2Fp@db.example:7688":   {URI: "bolt://db.example:7688", User: "u", Password: "p@/p"},
		"neo4j+s://db.example":                {URI: "neo4j+s://db.example"},
	} {
		got, err := parseServer(raw)
		if err != nil || got != want {
			t.Errorf("parseServer(%q) = %+v, %v; want %+v", raw, got, err, want)
			continue
		}
		if env, err := got.env(); err != nil || env != EnvURL+"="+raw {
			t.Errorf("%+v.env() = %q, %v; want what it was read from, %q", got, env, err, raw)
		}
	}
	for _, raw := range []string{"localhost:7687", "http://u:secret@h:1", "neo4j://", "neo4j://u:secret@h:port"} {
		if got, err := parseServer(raw); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("parseServer(%q) = %+v, %v; want an error without the password", raw, got, err)
		}
	}
}
