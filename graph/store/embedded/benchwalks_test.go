package embedded_test

import (
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/traverse"
)

// BenchmarkWalks walks the made graph from its hub and from actors of middling
// degree. Beside Neo4j the same is asked by BenchmarkMade of graph/store/neo4j.
func BenchmarkWalks(b *testing.B) {
	made := graphtest.MadeOfSize(b)
	s := loadInto(b, b.TempDir(), made.All())
	defer closeStore(b, s)
	snap, err := s.Snapshot(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	hub, middle := made.Actors[0], func(i int) graph.ActorID { return made.Actors[len(made.Actors)/2+i%(len(made.Actors)/4)] }
	day := graph.Date(2023, 12, 31)
	around := func(of func(i int) graph.ActorID) func(i int) error {
		return func(i int) error {
			_, err := traverse.Around(b.Context(), snap, traverse.NeighborhoodQuery{Of: []graph.ActorID{of(i)}, Hops: 2, Limit: 100, Budget: traverse.DefaultBudget})
			return err
		}
	}
	paths := func(from func(i int) graph.ActorID) func(i int) error {
		return func(i int) error {
			_, err := traverse.Paths(b.Context(), snap, traverse.PathQuery{From: from(i), To: middle(7*i + 3), MaxHops: 4, Order: traverse.ByHops, First: 3, Budget: traverse.DefaultBudget})
			return err
		}
	}
	influence := func(by func(i int) graph.ActorID, hops int) func(i int) error {
		return func(i int) error {
			_, err := traverse.Influences(b.Context(), snap, traverse.InfluenceQuery{
				By: by(i), Hops: hops, Method: traverse.Best, Decay: traverse.DefaultDecay, First: 20, ThroughOffices: true,
				Moment: graph.Moment{Day: day}, Filter: graph.RelationFilter{On: &day}, Budget: traverse.DefaultBudget,
			})
			return err
		}
	}
	fromHub := func(int) graph.ActorID { return hub }
	for _, x := range []struct {
		name string
		ask  func(i int) error
	}{
		{"neighborhood of the hub", around(fromHub)},
		{"neighborhoods of middling actors", around(middle)},
		{"paths from the hub", paths(fromHub)},
		{"paths between middling actors", paths(middle)},
		{"whom the hub influences", influence(fromHub, 1)},
		{"whom middling actors influence", influence(middle, 2)},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := x.ask(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
