package neo4j

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
)

func devStore(t *testing.T) *Store {
	u, _ := url.Parse(os.Getenv("ENTENTE_TEST_NEO4J"))
	pw, _ := u.User.Password()
	s, err := Open(t.Context(), "neo4j://"+u.Host, Options{User: u.User.Username(), Password: pw})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func show(p neo4j.ProfiledPlan, depth int) {
	a := p.Arguments()
	d := fmt.Sprint(a["Details"])
	if len(d) > 130 {
		d = d[:130]
	}
	fmt.Printf("%*s%s hits=%v rows=%v order=%v | %s\n", depth, "", p.Operator(), p.DbHits(), p.Records(), a["Order"], d)
	for _, c := range p.Children() {
		show(c, depth+1)
	}
}

type profiler struct{ *Store }

func (p profiler) query(ctx context.Context, st string, pa parameters) ([]*neo4j.Record, error) {
	s := p.session(ctx, neo4j.AccessModeRead)
	defer s.Close(ctx)
	for range 3 {
		r, err := s.Run(ctx, st, pa)
		if err != nil {
			return nil, err
		}
		r.Consume(ctx)
	}
	t0 := time.Now()
	r, err := s.Run(ctx, st, pa)
	if err != nil {
		return nil, err
	}
	rows, err := r.Collect(ctx)
	fmt.Println("TIME", time.Since(t0), len(rows))
	if os.Getenv("PROF") != "" {
		r, _ = s.Run(ctx, "PROFILE "+st, pa)
		sum, _ := r.Consume(ctx)
		if x := sum.Profile(); x != nil {
			show(x, 0)
		}
	}
	return rows, err
}

func TestDebugReads(t *testing.T) {
	s := devStore(t)
	ctx := t.Context()
	d := graphtest.ReadICEWS(t)
	snap := &snapshot{querier: profiler{s}, store: s, revision: 1, actorsAt: 1}
	month := graph.Window{First: graph.Date(2014, 6, 1), Last: graph.Date(2014, 6, 30)}
	hub := []graph.ActorID{d.Hub}
	var ids []graph.RelationID
	for i := range 500 {
		ids = append(ids, d.Records[len(d.Records)-1-i*180].Relation.ID)
	}
	run := func(name string, f func(*snapshot) int) {
		fmt.Println("=====", name)
		f(snap)
		real := &snapshot{querier: s, store: s, revision: 1, actorsAt: 1}
		best := time.Hour
		n := 0
		for range 5 {
			t0 := time.Now()
			n = f(real)
			best = min(best, time.Since(t0))
		}
		fmt.Println("WHOLE", name, best, n)
	}
	expand := func(q graph.ExpandQuery) func(*snapshot) int {
		return func(s *snapshot) int { x, err := graph.Collect(s.Expand(ctx, hub, q)); check(t, err); return len(x) }
	}
	list := func(q graph.RelationQuery) func(*snapshot) int {
		return func(s *snapshot) int { x, err := graph.Collect(s.FindRelations(ctx, q)); check(t, err); return len(x) }
	}
	run("one hop", expand(graph.ExpandQuery{}))
	run("one hop month", expand(graph.ExpandQuery{Filter: graph.RelationFilter{During: &month}}))
	run("one hop strongest 50", expand(graph.ExpandQuery{PerActor: 50}))
	run("dyad expand", expand(graph.ExpandQuery{Filter: graph.RelationFilter{Actors: []graph.ActorID{d.Other}}}))
	run("newest 50", list(graph.RelationQuery{At: hub, Limit: 50}))
	run("oldest 50", list(graph.RelationQuery{At: hub, Limit: 50, Order: graph.Oldest}))
	run("strongest 50", list(graph.RelationQuery{At: hub, Limit: 50, Order: graph.Strongest}))
	run("dyad newest 50", list(graph.RelationQuery{At: hub, Limit: 50, Filter: graph.RelationFilter{Actors: []graph.ActorID{d.Other}}}))
	run("all newest 50", list(graph.RelationQuery{Limit: 50}))
	run("all newest 50 month", list(graph.RelationQuery{Limit: 50, Filter: graph.RelationFilter{During: &month}}))
	run("all oldest 50", list(graph.RelationQuery{Limit: 50, Order: graph.Oldest}))
	run("all among 50", list(graph.RelationQuery{Limit: 50, Filter: graph.RelationFilter{Actors: hub}}))
	run("by a word", list(graph.RelationQuery{At: hub, Limit: 10, Filter: graph.RelationFilter{Text: "peacekeep"}}))
	run("by id", func(s *snapshot) int { x, err := graph.Collect(s.Relations(ctx, ids)); check(t, err); return len(x) })
	run("count hub", func(s *snapshot) int {
		x, err := s.CountRelations(ctx, graph.RelationQuery{At: hub}, 100000)
		check(t, err)
		return x[0].N
	})
	run("count all", func(s *snapshot) int {
		x, err := s.CountRelations(ctx, graph.RelationQuery{}, 100000)
		check(t, err)
		return x[0].N
	})
	run("evidence of source", func(s *snapshot) int {
		n := 0
		for _, err := range s.FindEvidence(ctx, graph.EvidenceFilter{Sources: []graph.SourceID{"source:icews14"}}, "") {
			check(t, err)
			if n++; n == 50 {
				break
			}
		}
		return n
	})
	run("actors page", func(s *snapshot) int {
		n := 0
		for _, err := range s.FindActors(ctx, graph.ActorFilter{}, "") {
			check(t, err)
			if n++; n == 50 {
				break
			}
		}
		return n
	})
	run("search", func(s *snapshot) int { x, err := graph.Collect(s.Search(ctx, graph.SearchQuery{Text: "presidnet", Limit: 10})); check(t, err); return len(x) })
	if os.Getenv("PROF") == "" {
		run("scan", func(s *snapshot) int { x, err := graph.Collect(s.ScanEdges(ctx, graph.RelationFilter{})); check(t, err); return len(x) })
	}
}

func check(t *testing.T, err error) {
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}
