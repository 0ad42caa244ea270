package neo4j_test

import (
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

func TestDebug(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s := open(t, server)
	r := graphtest.NewRandom(21)
	t0 := time.Now()
	if _, err := s.Apply(t.Context(), graph.Batch{BatchHead: graph.BatchHead{Author: "x", Reason: "y"}, Put: r.First(120)}); err != nil {
		t.Fatal(err)
	}
	t.Log("apply", time.Since(t0))
	snap, _ := s.Snapshot(t.Context(), 0)
	for _, o := range []graph.RelationOrder{graph.Newest, graph.Oldest, graph.Strongest} {
		for _, size := range []int{0, 1, 7, 50} {
			q := graph.RelationQuery{Order: o, Limit: size}
			for n := 0; n < 200; n++ {
				t0 := time.Now()
				page, err := graph.Collect(snap.FindRelations(t.Context(), q))
				if err != nil {
					t.Fatal(err)
				}
				last := graph.Key{}
				if len(page) > 0 {
					last = q.Order.KeyOf(page[len(page)-1].Edge())
				}
				t.Log(o, size, n, len(page), last, time.Since(t0))
				if len(page) < size || size == 0 {
					break
				}
				q.After = &last
			}
		}
	}
}
