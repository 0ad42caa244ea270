package neo4j_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
	"github.com/entente/entente/graph/store/storetest"
)

// asSchema1 takes out of the database what later schemas added.
func asSchema1(t *testing.T, server neo4jtest.Server) {
	run(t, server, "MATCH (r:Revision) REMOVE r.recorded, r.retracted", nil)
	run(t, server, "DROP CONSTRAINT entente_paper", nil)
	run(t, server, "MATCH (m:Meta) SET m.schema = 1", nil)
}

// Revisions that do not say what they recorded, because they are large or older
// than that, tell their changes all the same.
func TestChangesOfOldRevisions(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s, m := open(t, server), storetest.NewModel()
	r := graphtest.NewRandom(5)
	head := graph.BatchHead{Author: "test", Reason: "test"}
	batches := []graph.Batch{{BatchHead: head, Put: r.First(1100)}, r.Batch(), r.Batch(), r.Batch()}
	all := graph.Batch{BatchHead: head, Put: []graph.Record{r.Relation()}}
	all.Retract = slices.DeleteFunc(r.Relations(), func(id graph.RelationID) bool { return id == all.Put[0].Relation.ID })
	for _, b := range append(batches, all) {
		_, err1 := s.Apply(t.Context(), b)
		_, err2 := m.Apply(t.Context(), b)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
	}
	asSchema1(t, server)
	s = open(t, server)
	key := graph.ChangeKey{Revision: 1, ID: "relation:r5"}
	later := graph.ChangeKey{Revision: 5, ID: "relation:r5"}
	for _, f := range []graph.ChangeFilter{{}, {Descending: true}, {After: &key, UpTo: 4}, {After: &later, Descending: true}, {Since: 4}} {
		want, err1 := graph.Collect(m.Changes(t.Context(), f))
		got, err2 := graph.Collect(s.Changes(t.Context(), f))
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if d := cmp.Diff(keys(want), keys(got)); d != "" {
			t.Errorf("%+v (-model +store):\n%.2000s", f, d)
		}
		if len(want) < 500 || f.Since == 0 {
			continue
		}
		periods := cmp.Comparer(func(a, b graph.Period) bool { return a.String() == b.String() })
		if d := cmp.Diff(want, got, periods, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%+v (-model +store):\n%.2000s", f, d)
		}
	}
}

func keys(all []graph.Change) []string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = fmt.Sprint(c.Revision, c.Kind(), c.ID())
	}
	return out
}
