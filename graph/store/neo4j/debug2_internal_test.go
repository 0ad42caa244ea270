package neo4j

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

func TestDebugVariants(t *testing.T) {
	s := devStore(t)
	ctx := t.Context()
	d := graphtest.ReadICEWS(t)
	month := graph.Window{First: graph.Date(2014, 6, 1), Last: graph.Date(2014, 6, 30)}
	p := (&snapshot{revision: 1}).with(filterParameters(graph.RelationFilter{During: &month}))
	p["direction"], p["frontier"], p["limit"] = "BOTH", []string{string(d.Hub)}, 1000000
	for _, n := range []string{"anySign", "anyModality", "anyActorKind", "anyDirection", "anyKind"} {
		p[n] = true
	}
	p["undated"] = false
	p["lastAct"] = p["last"]
	p["id"] = string(d.Hub)
	b, _ := os.ReadFile("/tmp/neo/variants.txt")
	best := map[string]time.Duration{}
	var names []string
	for range 15 {
		for _, st := range strings.Split(string(b), "----\n") {
			name, text, _ := strings.Cut(st, "\n")
			session := s.session(ctx, neo4j.AccessModeRead)
			for range 4 {
				t0 := time.Now()
				r, err := session.Run(ctx, text, p)
				check(t, err)
				_, err = r.Collect(ctx)
				check(t, err)
				if e := time.Since(t0); best[name] == 0 || e < best[name] {
					if best[name] == 0 {
						names = append(names, name)
					}
					best[name] = e
				}
			}
			session.Close(ctx)
		}
	}
	for _, n := range names {
		fmt.Println(n, best[n])
	}
}
