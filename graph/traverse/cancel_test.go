package traverse_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/store/storetest"
	"github.com/entente/entente/graph/traverse"
)

// spy counts the reads of a snapshot, cancels the question when one of them has
// ended, and notes reads that begin after that.
type spy struct {
	graph.Snapshot
	cancel   context.CancelFunc
	after    int // the read after which the question is canceled; 0 for none
	begun    int
	tooLate  int
	frontier [][]graph.ActorID // of each expansion
}

func (s *spy) begin(ctx context.Context) {
	s.begun++
	if ctx.Err() != nil {
		s.tooLate++
	}
}

func (s *spy) end(n int) {
	if n == s.after {
		s.cancel()
	}
}

// noted yields what seq does, and ends the read.
func noted[V any](ctx context.Context, s *spy, seq func() iter.Seq2[V, error]) iter.Seq2[V, error] {
	s.begin(ctx)
	n := s.begun
	return func(yield func(V, error) bool) {
		defer s.end(n)
		for v, err := range seq() {
			if !yield(v, err) {
				return
			}
		}
	}
}

func (s *spy) Actors(ctx context.Context, ids []graph.ActorID) iter.Seq2[graph.Actor, error] {
	return noted(ctx, s, func() iter.Seq2[graph.Actor, error] { return s.Snapshot.Actors(ctx, ids) })
}

func (s *spy) FindActors(ctx context.Context, f graph.ActorFilter, after graph.ActorID) iter.Seq2[graph.Actor, error] {
	return noted(ctx, s, func() iter.Seq2[graph.Actor, error] { return s.Snapshot.FindActors(ctx, f, after) })
}

func (s *spy) Relations(ctx context.Context, ids []graph.RelationID) iter.Seq2[graph.Relation, error] {
	return noted(ctx, s, func() iter.Seq2[graph.Relation, error] { return s.Snapshot.Relations(ctx, ids) })
}

func (s *spy) CountRelations(ctx context.Context, q graph.RelationQuery, most int) ([]graph.Count, error) {
	s.begin(ctx)
	defer s.end(s.begun)
	return s.Snapshot.CountRelations(ctx, q, most)
}

func (s *spy) Expand(ctx context.Context, frontier []graph.ActorID, q graph.ExpandQuery) iter.Seq2[graph.Hop, error] {
	s.frontier = append(s.frontier, frontier)
	return noted(ctx, s, func() iter.Seq2[graph.Hop, error] { return s.Snapshot.Expand(ctx, frontier, q) })
}

const spiedOn = `
actor goita PERSON
actor putin PERSON
actor president-of-mali OFFICE
actor president-of-russia OFFICE
actor leaders COLLECTIVE
actor protocol TREATY obligation=DEFENSE
actor ecowas ORGANIZATION
goita -HOLDS_OFFICE 2021/..-> president-of-mali
putin -HOLDS_OFFICE 2012/..-> president-of-russia
president-of-mali -OFFICE_OF-> mali
president-of-russia -OFFICE_OF-> russia
goita -CALLS 2023-08-15-> putin
mali -SECURITY_COOPERATION 2021/..-- russia
mali -PLEDGES_DEFENSE 2023-07-31/..-> niger
niger -MEMBER_OF 1975/..-> ecowas
togo -MEMBER_OF 1975/..-> ecowas
protocol -PART_OF 1981/..-> ecowas
niger -PARTY_TO 1986/.. status=in_force-> protocol
togo -PARTY_TO 1986/.. status=in_force-> protocol
togo -DEFENSE_PACT 2000/..-- ghana
leaders -DEMANDS 2023-08-10-> niger
`

// asked are all questions that read a store.
func asked() map[string]func(context.Context, graph.Snapshot) error {
	day := graph.Date(2023, 8, 15)
	filter, moment, budget := graph.RelationFilter{On: &day}, graph.Moment{Day: day}, traverse.DefaultBudget
	influence := func(by, over graph.ActorID) func(context.Context, graph.Snapshot) error {
		return func(ctx context.Context, s graph.Snapshot) error {
			_, err := traverse.Influences(ctx, s, traverse.InfluenceQuery{
				By: by, Over: over, Hops: 4, Method: traverse.Katz, Decay: .5, Moment: moment, First: 10, Filter: filter, ThroughOffices: true, Budget: budget,
			})
			return err
		}
	}
	project := func(among []graph.ActorID) func(context.Context, graph.Snapshot) error {
		return func(ctx context.Context, s graph.Snapshot) error {
			_, err := measure.Project(ctx, s, measure.Query{Among: among, Filter: filter, Moment: moment, ThroughOffices: true, MaxRelations: 1000})
			return err
		}
	}
	return map[string]func(context.Context, graph.Snapshot) error{
		"paths": func(ctx context.Context, s graph.Snapshot) error {
			_, err := traverse.Paths(ctx, s, traverse.PathQuery{From: "putin", To: "leaders", MaxHops: 6, First: 9, Order: traverse.ByStrength, Filter: filter, Budget: budget})
			return err
		},
		"whom one moves":      influence("russia", ""),
		"who moves one":       influence("", "niger"),
		"one over the other":  influence("russia", "niger"),
		"a collective's move": influence("leaders", "mali"),
		"a dyad": func(ctx context.Context, s graph.Snapshot) error {
			_, err := traverse.DyadOf(ctx, s, traverse.DyadQuery{A: "mali", B: "russia", Filter: filter, Moment: moment, ThroughOffices: true, Budget: budget})
			return err
		},
		"whom several move": func(ctx context.Context, s graph.Snapshot) error {
			q := traverse.InfluenceQuery{Hops: 3, Method: traverse.Best, Decay: .5, Moment: moment, First: 10, Filter: filter, ThroughOffices: true, Budget: budget}
			several := []traverse.InfluenceQuery{q, q, q}
			several[0].By, several[1].By, several[2].Over = "russia", "leaders", "niger"
			_, err := traverse.InfluencesTogether(ctx, s, several)
			return err
		},
		"allies of several": func(ctx context.Context, s graph.Snapshot) error {
			_, err := traverse.Allies(ctx, s, []graph.ActorID{"niger", "togo"}, filter, budget)
			return err
		},
		"alliances": func(ctx context.Context, s graph.Snapshot) error {
			_, err := traverse.Alliances(ctx, s, traverse.AllianceQuery{Of: "niger", Hops: 3, Filter: filter, Budget: budget})
			return err
		},
		"obligations": func(ctx context.Context, s graph.Snapshot) error {
			_, err := traverse.ObligationsOf(ctx, s, traverse.ObligationQuery{Attacked: "niger", Attackers: []graph.ActorID{"ecowas"}, On: day, Budget: budget})
			return err
		},
		"a projection":            project(nil),
		"a projection among some": project([]graph.ActorID{"mali", "russia", "niger"}),
	}
}

// No read begins once the question is canceled, wherever that is.
func TestNoReadBeginsAfterTheQuestionIsCancelled(t *testing.T) {
	snap, err := storetest.Holding(t, spiedOn).Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range asked() {
		t.Run(name, func(t *testing.T) {
			whole := &spy{Snapshot: snap}
			if err := ask(t.Context(), whole); err != nil {
				t.Fatal(err)
			}
			if whole.begun < 2 {
				t.Fatalf("%d reads are too few to tell", whole.begun)
			}
			for after := 1; after <= whole.begun; after++ {
				ctx, cancel := context.WithCancel(t.Context())
				s := &spy{Snapshot: snap, cancel: cancel, after: after}
				err := ask(ctx, s)
				if s.tooLate > 0 {
					t.Errorf("canceled after read %d of %d: %d began later", after, whole.begun, s.tooLate)
				}
				if last := after == whole.begun; !errors.Is(err, context.Canceled) && (err != nil || !last) {
					t.Errorf("canceled after read %d of %d: got %v", after, whole.begun, err)
				}
				cancel()
			}
		})
	}
}

// A budget of fewer relations than the question reads is too large, and says what
// to narrow.
func TestWhatIsTooLargeSaysWhatToNarrow(t *testing.T) {
	snap, err := storetest.Holding(t, spiedOn).Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	day := graph.Date(2023, 8, 15)
	filter, moment := graph.RelationFilter{On: &day}, graph.Moment{Day: day}
	for name, budget := range map[string]traverse.Budget{"relations": {Actors: 1000, Relations: 1}, "actors": {Actors: 1, Relations: 1000}} {
		questions := map[string]func() error{
			"paths": func() error {
				_, err := traverse.Paths(t.Context(), snap, traverse.PathQuery{From: "russia", To: "niger", MaxHops: 3, First: 1, Order: traverse.ByHops, Filter: filter, Budget: budget})
				return err
			},
			"influence": func() error {
				_, err := traverse.Influences(t.Context(), snap, traverse.InfluenceQuery{
					By: "russia", Hops: 3, Method: traverse.Best, Decay: .5, Moment: moment, First: 10, Filter: filter, ThroughOffices: true, Budget: budget,
				})
				return err
			},
			"influence of several": func() error {
				q := traverse.InfluenceQuery{By: "russia", Hops: 3, Method: traverse.Best, Decay: .5, Moment: moment, First: 10, Filter: filter, ThroughOffices: true, Budget: budget}
				_, err := traverse.InfluencesTogether(t.Context(), snap, []traverse.InfluenceQuery{q, q})
				return err
			},
			"alliances": func() error {
				_, err := traverse.Alliances(t.Context(), snap, traverse.AllianceQuery{Of: "niger", Hops: 3, Filter: filter, Budget: budget})
				return err
			},
		}
		if name == "relations" {
			questions["a dyad"] = func() error {
				_, err := traverse.DyadOf(t.Context(), snap, traverse.DyadQuery{A: "mali", B: "russia", Filter: filter, Moment: moment, ThroughOffices: true, Budget: budget})
				return err
			}
			questions["obligations"] = func() error {
				_, err := traverse.ObligationsOf(t.Context(), snap, traverse.ObligationQuery{Attacked: "niger", On: day, Budget: budget})
				return err
			}
			questions["a projection"] = func() error {
				_, err := measure.Project(t.Context(), snap, measure.Query{Filter: filter, Moment: moment, MaxRelations: budget.Relations})
				return err
			}
		}
		for question, ask := range questions {
			err := ask()
			var e *graph.Error
			if !errors.As(err, &e) || e.Kind != graph.ErrTooLarge || len(e.Message) < 60 {
				t.Errorf("%s within a budget of %s: %v", question, name, err)
			}
		}
	}
}

// A dyad is read around its smaller end: the hub is never expanded.
func TestADyadIsReadAroundItsSmallerEnd(t *testing.T) {
	text := "mali -CALLS 2023-08-15-> hub\n"
	for _, spoke := range []string{"a", "b", "c", "d", "e"} {
		text += "hub -CALLS 2023-08-15-> " + spoke + "\n"
	}
	snap, err := storetest.Holding(t, text).Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, ends := range [][2]graph.ActorID{{"mali", "hub"}, {"hub", "mali"}} {
		for _, offices := range []bool{false, true} {
			s := &spy{Snapshot: snap}
			d, err := traverse.DyadOf(t.Context(), s, traverse.DyadQuery{A: ends[0], B: ends[1], ThroughOffices: offices, Budget: traverse.Budget{Actors: 10, Relations: 3}})
			if err != nil || len(d.Relations) != 1 {
				t.Fatalf("%+v, %v", d, err)
			}
			if f := s.frontier[0]; len(f) != 1 || f[0] != "mali" {
				t.Errorf("%v, offices %v: expanded %v", ends, offices, s.frontier)
			}
		}
	}
}
