package embedded

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

// A list of which the file has lost a record, or holds a spoiled one, is an error
// that names the version: no shorter list, and no record in another's place.
func TestListOfADamagedFile(t *testing.T) {
	for statement, want := range map[string]string{
		`DELETE FROM relation WHERE version = 2`:                       "version 2 of a relation is not there",
		`DELETE FROM relation WHERE version = 3`:                       "version 3 of a relation is not there",
		`UPDATE relation SET record = '{"id":1}' WHERE version = 2`:    "version 2 of a relation: json",
		`UPDATE relation SET record = '{"id":"x"' WHERE version = 1`:   "version 1 of a relation: unexpected end",
		`UPDATE relation SET record = record || ' ' WHERE version = 1`: "",
	} {
		s, err := OpenMemory(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		records := graphtest.Records(t, "mali -CALLS 2023-08-15-> russia\nmali -CALLS 2023-08-14-> russia\nmali -CALLS 2023-08-13-> russia")
		if _, err := s.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "test", Reason: "test"}, Put: records}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.conn.ExecContext(context.Background(), `PRAGMA foreign_keys = off; `+statement); err != nil {
			t.Fatal(err)
		}
		snap, err := s.Snapshot(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		found, err := graph.Collect(snap.FindRelations(t.Context(), graph.RelationQuery{At: []graph.ActorID{"mali", "russia"}}))
		switch {
		case want == "":
			if err != nil || len(found) != 6 {
				t.Errorf("%s: %d relations, %v", statement, len(found), err)
			}
		case !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), want):
			t.Errorf("%s: %v; wanted %q", statement, err, want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
