package neo4j

import (
	"fmt"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/neo4j/neo4jtest"
)

func TestDebugProfile(t *testing.T) {
	server := neo4jtest.Fresh(t)
	s, err := Open(t.Context(), server.URI, Options{User: server.User, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	d := graphtest.ReadICEWS(t)
	n := len(d.Records) - d.Relations
	ctx := t.Context()
	t0 := time.Now()
	if _, err := s.Apply(ctx, graph.Batch{BatchHead: graph.BatchHead{Author: "a", Reason: "b"}, Put: d.Records[:n]}); err != nil {
		t.Fatal(err)
	}
	t.Log("actors", n, time.Since(t0))
	session := s.session(ctx, neo4j.AccessModeWrite)
	for i := range 4 {
		chunk := d.Records[n+i*2000 : n+(i+1)*2000]
		c := graph.NewChecker(unpublished(s, s, 1))
		t0 = time.Now()
		complete, err := c.Check(ctx, chunk, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Log("check", time.Since(t0))
		t0 = time.Now()
		r := rowsOf(complete, nil)
		t.Log("rows", time.Since(t0))
		for _, st := range []struct {
			s string
			p []any
		}{{relationsEndCypher, r.endedRelations}, {relationsPutCypher, r.relations}} {
			t0 = time.Now()
			prof := ""
			if i == 2 {
				prof = "PROFILE "
			}
			res, err := session.Run(ctx, prof+st.s, parameters{"rows": st.p, "revision": 2, "forever": forever})
			if err != nil {
				t.Fatal(err)
			}
			sum, err := res.Consume(ctx)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(i, "took", time.Since(t0), sum.ResultAvailableAfter(), sum.ResultConsumedAfter())
			if p := sum.Profile(); p != nil {
				show(p, 0)
			}
		}
	}
}

func show(p neo4j.ProfiledPlan, depth int) {
	a := p.Arguments()
	d := fmt.Sprint(a["Details"])
	if len(d) > 110 {
		d = d[:110]
	}
	fmt.Printf("%*s%s hits=%v rows=%v order=%v | %s\n", depth, "", p.Operator(), p.DbHits(), p.Records(), a["Order"], d)
	for _, c := range p.Children() {
		show(c, depth+1)
	}
}
