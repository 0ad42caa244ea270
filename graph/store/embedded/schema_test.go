package embedded

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// openFile gives a connection to a new file.
func openFile(t *testing.T, path string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(conn.Close(), db.Close()); err != nil && !errors.Is(err, sql.ErrConnDone) {
			t.Error(err)
		}
	})
	return conn
}

// steps makes migrations of texts.
func steps(texts ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i, text := range texts {
		out["schema/000"+string(rune('1'+i))+"_x.sql"] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestMigrate(t *testing.T) {
	ctx := t.Context()
	conn := openFile(t, filepath.Join(t.TempDir(), "x.db"))
	one, two := "CREATE TABLE a (x)", "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)"
	check := func(what string, was, wantWas, wantSchema int, err error) {
		t.Helper()
		schema, err2 := schemaOf(ctx, conn)
		if err != nil || err2 != nil || was != wantWas || schema != wantSchema {
			t.Errorf("%s: from %d to %d, %v %v; wanted from %d to %d", what, was, schema, err, err2, wantWas, wantSchema)
		}
	}
	was, err := migrate(ctx, conn, steps(one))
	check("an empty file", was, 0, 1, err)
	was, err = migrate(ctx, conn, steps(one, two))
	check("a file of schema 1", was, 1, 2, err)
	was, err = migrate(ctx, conn, steps(one, two))
	check("a file that is up to date", was, 2, 2, err)

	_, err = migrate(ctx, conn, steps(one, two, "DROP TABLE a", "CREATE TABLE b (x); CREATE TABLE b (x)"))
	if err == nil || !strings.Contains(err.Error(), "0004_x.sql") {
		t.Errorf("a step that fails: %v; wanted its name", err)
	}
	schema, err := schemaOf(ctx, conn)
	if err != nil || schema != 3 {
		t.Errorf("the file is of schema %d after the fourth step failed, %v; wanted 3", schema, err)
	}
	var tables int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables are left, %v; wanted none: the step before dropped one, and the failed one left nothing", tables, err)
	}
	if _, err := migrate(ctx, conn, steps(one)); !errors.Is(err, errTooNew) {
		t.Errorf("a file of schema 3 by a release that knows 1: %v", err)
	}
}

func TestMigrateKeepsToTheContext(t *testing.T) {
	conn := openFile(t, filepath.Join(t.TempDir(), "x.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := migrate(ctx, conn, migrations); err == nil {
		t.Error("migrated under a canceled context")
	}
}

// The graph in testdata, in the notation of graphtest: revision 1, and what
// revision 2 records.
const (
	fixtureFirst = `
		source kremlin 2023-08-15 "Kremlin, read-out of a call"
		actor cote-divoire STATE "Côte d'Ivoire" fr:"Côte d’Ivoire" code=iso3:CIV 1960-08-07/..
		actor ecowas ORGANIZATION "ECOWAS"
		actor goita PERSON "Assimi Goïta"
		actor putin PERSON "Vladimir Putin"
		event summit 2023-07-27/2023-07-28 "Russia–Africa Summit" russia:host mali:guest place=russia
		goita -CALLS 2023-08-15 m=ATTRIBUTED by=kremlin/B2 quote="a telephone conversation" about=niger-> putin
		mali -SUSPENDED_FROM 2021-05-30/.. by=test/B2 by=!reuters/C4-> ecowas
		cote-divoire -MEMBER_OF 1975-05-28/.. c=.95-> ecowas
		mali -BORDERS w=.1-- niger
		mali -MEETS 2023-07 event=event:summit place=russia-- russia`
	fixtureSecond = `
		actor mali STATE "Mali" fr:"République du Mali"
		mali -BORDERS w=.2 id=mali-borders-niger-- niger`
)

func fixtureBatches(t *testing.T) []graph.Batch {
	first, second := graphtest.Batch(t, fixtureFirst), graphtest.Batch(t, fixtureSecond)
	first.Key = "first"
	second.Retract = []graph.RelationID{"relation:mali-meets-russia"}
	return []graph.Batch{first, second}
}

// A file that the first release wrote opens in this one, and says the same.
// testdata/schema1.sql is such a file, as text; it never changes.
func TestOpensSchema1(t *testing.T) {
	dir := t.TempDir()
	writeSchema1(t, filepath.Join(dir, fileName))
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m := storetest.NewModel()
	for _, b := range fixtureBatches(t) {
		if _, err := m.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	for n := range graph.RevisionNumber(3) {
		if d := cmp.Diff(everythingAt(t, m, n), everythingAt(t, s, n), periodsAlike); d != "" {
			t.Errorf("revision %d (-wanted +got):\n%s", n, d)
		}
	}
	if r, err := s.Apply(t.Context(), fixtureBatches(t)[0]); err != nil || r.Number != 1 {
		t.Errorf("the key of the first revision answers %d, %v", r.Number, err)
	}
	if _, err := s.Apply(t.Context(), graphtest.Batch(t, "niger -BORDERS-- chad")); err != nil {
		t.Errorf("writing to a file of the first release: %v", err)
	}
}

// writeSchema1 writes the file of the first release.
func writeSchema1(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile("testdata/schema1.sql")
	if err != nil {
		t.Fatal(err)
	}
	conn := openFile(t, path)
	if _, err := conn.ExecContext(t.Context(), string(text)); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// everythingAt reads all of a revision.
func everythingAt(t *testing.T, s graph.Store, n graph.RevisionNumber) map[string]any {
	t.Helper()
	ctx := t.Context()
	snap, err := s.Snapshot(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	actors, err1 := graph.Collect(snap.FindActors(ctx, graph.ActorFilter{}, ""))
	sources, err2 := graph.Collect(snap.FindSources(ctx, graph.SourceFilter{}, ""))
	events, err3 := graph.Collect(snap.FindEvents(ctx, graph.EventFilter{}, nil))
	relations, err4 := graph.Collect(snap.FindRelations(ctx, graph.RelationQuery{}))
	evidence, err5 := graph.Collect(snap.FindEvidence(ctx, graph.EvidenceFilter{}, ""))
	hops, err6 := graph.Collect(snap.Expand(ctx, []graph.ActorID{"mali"}, graph.ExpandQuery{PerActor: 10}))
	if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
		t.Fatal(err)
	}
	return map[string]any{"actors": actors, "sources": sources, "events": events, "relations": relations, "evidence": evidence, "hops": hops}
}

// What another release derived by other rules is derived anew, in all versions.
func TestDerivesAnew(t *testing.T) {
	s := opened(t, Options{})
	want := []map[string]any{everythingAt(t, s, 1), everythingAt(t, s, 2)}
	s.mustExec(t, `UPDATE relation SET start_min = 0, start_max = 0, end_min = 0, end_max = 0, start_unknown = 0, end_unknown = 0, modality = 'PLANNED',
		weight = -1, intensity = .1, confidence = .1, published_first = 0, published_all = 0, words = 'nothing';
		UPDATE event SET start_min = 0, end_max = 0, words = ''; UPDATE source SET words = ''; UPDATE derivation SET rules = 'those of another release'`)
	again := s.restored(t)
	for i, w := range want {
		if d := cmp.Diff(w, everythingAt(t, again, graph.RevisionNumber(i+1)), periodsAlike); d != "" {
			t.Errorf("revision %d (-wanted +got):\n%s", i+1, d)
		}
	}
	snap, err := again.Snapshot(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	day := graph.Date(2023, 7, 27)
	events, err1 := graph.Collect(snap.FindEvents(t.Context(), graph.EventFilter{On: &day, Text: "summit"}, nil))
	sources, err2 := graph.Collect(snap.FindSources(t.Context(), graph.SourceFilter{Text: "kremlin"}, ""))
	relations, err3 := graph.Collect(snap.FindRelations(t.Context(), graph.RelationQuery{Filter: graph.RelationFilter{Text: "telephone"}}))
	if err := errors.Join(err1, err2, err3); err != nil || len(events) != 1 || len(sources) != 1 || len(relations) != 1 {
		t.Errorf("found %d events, %d sources, %d relations by their words, %v; wanted one of each", len(events), len(sources), len(relations), err)
	}
	if renewed, err := again.rederive(t.Context()); renewed || err != nil {
		t.Errorf("derived a second time: %v, %v", renewed, err)
	}
}

// The views are for people: they show the newest revision in words.
func TestViews(t *testing.T) {
	s, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, b := range fixtureBatches(t) {
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	pairs := func(text string) map[string]string {
		t.Helper()
		out := map[string]string{}
		all, err := query(t.Context(), s, text, func(rows *sql.Rows) (p [2]string, err error) { return p, rows.Scan(&p[0], &p[1]) })
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			out[p[0]] = p[1]
		}
		return out
	}
	for text, want := range map[string]map[string]string{
		`SELECT id, from_label || ' ' || kind || ' ' || to_label || ' ' || coalesce(first_possible_day, '?') || ' ' || coalesce(last_possible_day, '?') || ' ' || revision
			FROM relation_now WHERE kind IN ('CALLS', 'BORDERS', 'MEMBER_OF')`: {
			"relation:goita-calls-putin":             "Assimi Goïta CALLS Vladimir Putin 2023-08-15 2023-08-15 1",
			"relation:mali-borders-niger":            "Mali BORDERS Niger ? ? 2",
			"relation:cote-divoire-member-of-ecowas": "Côte d'Ivoire MEMBER_OF ECOWAS 1975-05-28 ? 1",
		},
		`SELECT id, title || ', ' || modality || ' ' || grade || ': ' || quotation FROM evidence_now WHERE source = 'source:kremlin'`: {
			"evidence:goita-calls-putin-1": "Kremlin, read-out of a call, ATTRIBUTED B2: a telephone conversation",
		},
		`SELECT name, language || ' ' || is_primary FROM actor_name_now WHERE actor = 'mali'`: {"Mali": "en 1", "République du Mali": "fr 1"},
	} {
		if got := pairs(text); !maps.Equal(got, want) {
			t.Errorf("%s\ngives %v\nwanted %v", text, got, want)
		}
	}
}
