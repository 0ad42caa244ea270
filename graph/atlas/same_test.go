package atlas

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/embedded"
	"github.com/entente/entente/graph/store/storetest"
)

// TestTheLivingRecordOnTwoStores plays random changes, merges and scenarios on a
// model and on the embedded store, and asks both the same at random revisions: what
// each revision changed, histories, who is to be asked, scenarios and their entries.
// What one refuses the other refuses in the same words.
func TestTheLivingRecordOnTwoStores(t *testing.T) {
	for seed := range uint64(2) {
		s, err := embedded.OpenMemory(t.Context(), embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p := playing{Random: graphtest.NewRandom(seed + 31), t: t, both: []*Atlas{New(storetest.NewModel(), Options{}), New(s, Options{})}}
		p.play(20)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// playing plays one history on two atlases.
type playing struct {
	*graphtest.Random
	t         *testing.T
	both      []*Atlas
	scenarios []string
	refused   int
}

func (p *playing) play(steps int) {
	p.record("", graph.Batch{Put: p.First(40)}, "")
	if p.refused > 0 {
		p.t.Fatal("the first records were refused")
	}
	for step := range steps {
		switch p.IntN(6) {
		case 0:
			all := p.Actors()
			p.do("merge", func(ctx context.Context, a *Atlas) (any, error) {
				m, err := a.MergeActors(ctx, Head{Author: "a", Reason: "r"}, string(all[step%len(all)]), string(all[(7*step+3)%len(all)]))
				return m, err
			})
		case 1:
			base := 1 + p.IntN(p.newest())
			name := fmt.Sprintf("what if %d", step)
			p.do("open", func(ctx context.Context, a *Atlas) (any, error) {
				s, err := a.OpenScenario(ctx, "a", name, &base)
				if err == nil {
					return s.ID, nil
				}
				return nil, err
			})
			p.scenarios = append(p.scenarios, fmt.Sprintf("scenario:what-if-%d", step))
		case 2:
			if len(p.scenarios) > 0 {
				p.record(graphtest.Pick(p.Rand, p.scenarios), p.Batch(), "")
			}
		default:
			p.record("", p.Batch(), graphtest.Pick(p.Rand, []string{"", fmt.Sprint(step), fmt.Sprint(step - 1)}))
		}
		p.ask()
	}
	if p.refused > 2*steps/3 {
		p.t.Errorf("%d of %d changes were refused", p.refused, steps)
	}
}

func (p *playing) newest() int {
	v, err := p.both[0].Open(p.t.Context(), ViewInput{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer v.Close()
	return int(v.Number())
}

// record makes a batch in the record or in a scenario, its references led to the
// actors that are left.
func (p *playing) record(scenario string, b graph.Batch, key string) {
	p.do("record "+scenario, func(ctx context.Context, a *Atlas) (any, error) {
		w, err := a.write(ctx, Head{Author: "a", Reason: "r", Key: key, Scenario: scenario}, func(_ context.Context, _ *View, d *draft) error {
			for i, r := range b.Put {
				if r.Relation != nil {
					c := r.Relation.Clone()
					d.referRelation(&c)
					r.Relation = &c
				}
				if r.Event != nil {
					c := r.Event.Clone()
					d.referEvent(&c)
					r.Event = &c
				}
				d.add(r, place{path: fmt.Sprintf("input.things[%d]", i)})
			}
			d.seed = "seed"
			d.retract = append(d.retract, b.Retract...)
			for i := range b.Retract {
				d.retractAt = append(d.retractAt, d.in("retract", i))
			}
			return nil
		})
		return w, err
	})
}

// alike says when two answers are the same: the clock is no part of them, nor what
// a cursor is made of.
var alike = cmp.Options{
	cmpopts.EquateEmpty(), cmpopts.IgnoreFields(graph.Revision{}, "Time"), cmpopts.IgnoreFields(Scenario{}, "Opened", "Edits", "version"),
	cmp.Comparer(func(a, b graph.Period) bool { return a.String() == b.String() }),
	cmp.Exporter(func(reflect.Type) bool { return true }),
}

// do does the same with both and compares what they say.
func (p *playing) do(what string, f func(context.Context, *Atlas) (any, error)) {
	p.t.Helper()
	x, errX := f(p.t.Context(), p.both[0])
	y, errY := f(p.t.Context(), p.both[1])
	if fmt.Sprint(errX) != fmt.Sprint(errY) {
		p.t.Fatalf("%s: the model says %v, the store %v", what, errX, errY)
	}
	if errX != nil {
		p.refused++
		return
	}
	if d := cmp.Diff(x, y, alike); d != "" {
		p.t.Fatalf("%s (-model +store):\n%s", what, d)
	}
}

// ask asks both about a random state of the record, and a random scenario.
func (p *playing) ask() {
	number := 1 + p.IntN(p.newest())
	in := []ViewInput{{Revision: &number}}
	if len(p.scenarios) > 0 {
		s := graphtest.Pick(p.Rand, p.scenarios)
		in = append(in, ViewInput{Scenario: &s})
	}
	ids := []string{string(graphtest.Pick(p.Rand, p.Actors()))}
	for _, id := range graphtest.Some(p.Rand, p.Relations(), 5) {
		ids = append(ids, string(id))
	}
	refused := p.refused
	for _, in := range in {
		p.do(fmt.Sprintf("ask %v", in), func(ctx context.Context, a *Atlas) (any, error) { return told(ctx, a, in, ids) })
	}
	p.do("entries", func(ctx context.Context, a *Atlas) (any, error) {
		return a.Entries(ctx, []graph.RevisionNumber{graph.RevisionNumber(number)}, nil, PageQuery{First: 20, Count: true})
	})
	p.refused = refused
}

// told is what a view tells of some records.
func told(ctx context.Context, a *Atlas, in ViewInput, ids []string) (any, error) {
	v, err := a.Open(ctx, in)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	var relations []*graph.Relation
	for r, err := range v.Snapshot().FindRelations(ctx, graph.RelationQuery{}) {
		if err != nil {
			return nil, err
		}
		relations = append(relations, &r.Relation)
	}
	blamed, err := v.Blame(ctx, relations)
	if err != nil {
		return nil, err
	}
	var blames []string
	for _, r := range relations {
		for _, b := range blamed[r] {
			blames = append(blames, fmt.Sprint(r.ID, b.Field, b.Value, b.Revision, len(b.Evidence)))
		}
	}
	history, err := v.History(ctx, ids, PageQuery{First: 3, Count: true})
	if err != nil {
		return nil, err
	}
	nodes, err := v.Nodes(ctx, ids)
	if err != nil || v.Scenario() == nil {
		return []any{relations, strings.Join(blames, "\n"), history, nodes}, err
	}
	entries, err := a.ScenarioEntries(ctx, v.Scenario(), nil, PageQuery{First: 50})
	if err != nil {
		return nil, err
	}
	var changes []string
	for _, e := range entries.Nodes() {
		changes = append(changes, fmt.Sprint(e.ID(), e.Kind(), e.Fields()))
	}
	return []any{relations, strings.Join(blames, "\n"), nodes, changes}, nil
}
