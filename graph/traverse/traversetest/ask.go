package traversetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

// asker asks one question and writes its answer.
type asker struct {
	*question
	snap graph.Snapshot
	strings.Builder
}

// verbs are what can be asked.
var verbs = map[string]func(*asker) error{
	"paths": (*asker).paths, "influence": (*asker).influence, "dyad": (*asker).dyad,
	"alliances": (*asker).alliances, "obligations": (*asker).obligations,
	"nets": (*asker).nets, "centrality": (*asker).centrality, "communities": (*asker).communities, "blocs": (*asker).blocs,
	"balance": (*asker).balance, "timeline": (*asker).timeline, "difference": (*asker).difference, "relations": (*asker).relations,
}

// ask gives the answer to a question, or its error, as text.
func ask(t *testing.T, snap graph.Snapshot, text string) string {
	t.Helper()
	a := &asker{question: readQuestion(t, text), snap: snap}
	verb, ok := verbs[a.verb]
	if !ok {
		t.Fatalf("%q is no verb", a.verb)
	}
	err := verb(a)
	a.done()
	var refused *graph.Error
	switch {
	case errors.As(err, &refused):
		return refused.Error()
	case err != nil:
		t.Fatal(err)
	}
	return a.String()
}

func (a *asker) paths() error {
	q := traverse.PathQuery{
		From: a.actor("from"), To: a.actor("to"), MaxHops: int(a.number("hops", 4)), First: int(a.number("first", 3)),
		Order: traverse.PathOrder(a.text("order", "HOPS")), Direction: graph.Direction(a.text("direction", "")),
		Filter: a.filter(), Budget: a.budget(),
	}
	found, err := traverse.Paths(a.t.Context(), a.snap, q)
	for _, p := range found {
		a.path(p, q.Order)
	}
	return err
}

func (a *asker) influence() error {
	f := a.filter()
	found, err := traverse.Influences(a.t.Context(), a.snap, traverse.InfluenceQuery{
		By: a.actor("by"), Over: a.actor("over"), Hops: int(a.number("hops", 3)), Method: traverse.InfluenceMethod(a.text("method", "BEST")),
		Decay: a.number("decay", traverse.DefaultDecay), First: int(a.number("first", 20)), Moment: a.moment(f), Leverage: a.leverage(),
		Filter: f, ThroughOffices: a.yes("offices", "yes"), Budget: a.budget(),
	})
	for _, x := range found {
		a.influenceOf(x)
	}
	return err
}

func (a *asker) dyad() error {
	f := a.filter()
	d, err := traverse.DyadOf(a.t.Context(), a.snap, traverse.DyadQuery{
		A: a.actor("a"), B: a.actor("b"), Filter: f, Moment: a.moment(f), ThroughOffices: a.yes("offices", "yes"), Budget: a.budget(),
	})
	if err == nil {
		a.dyadOf(d)
	}
	return err
}

func (a *asker) alliances() error {
	allies, err := traverse.Alliances(a.t.Context(), a.snap, traverse.AllianceQuery{
		Of: a.actor("of"), Hops: int(a.number("hops", 1)), Filter: a.filter(), Budget: a.budget(),
	})
	for _, x := range allies {
		a.line("%d %s: %s", x.Distance, x.Actor, bonds(x.Bonds, false))
	}
	return err
}

func (a *asker) obligations() error {
	on := a.day("on")
	if on == nil {
		a.t.Fatal("obligations are asked on a day")
	}
	o, err := traverse.ObligationsOf(a.t.Context(), a.snap, traverse.ObligationQuery{
		Attacked: a.actor("attacked"), Attackers: list[graph.ActorID](a.question, "attackers"), On: *on, PublishedBy: a.day("publishedBy"), Budget: a.budget(),
	})
	if err == nil {
		a.obligationsOf(o)
	}
	return err
}

// projection builds the projection that the question asks about.
func (a *asker) projection() (*measure.Projection, error) {
	return measure.Project(a.t.Context(), a.snap, a.measured())
}

func (a *asker) nets() error {
	p, err := a.projection()
	if err != nil {
		return err
	}
	for d := range p.Dyads() {
		a.line("%s, %s: %s", p.Actors[d.A], p.Actors[d.B], digits(d.Net))
	}
	if len(p.LeftOut) > 0 {
		a.line("left out: %s", joined(p.LeftOut))
	}
	return nil
}

func (a *asker) centrality() error {
	all := a.text("dyads", "friendly") == "all"
	name := measure.Centrality(a.text("measure", ""))
	p, err := a.projection()
	if err != nil {
		return err
	}
	if !all {
		p = p.Friendly()
	}
	ranked, converged, err := measure.Rank(a.t.Context(), p, name)
	for _, r := range ranked {
		a.line("%d %s %s", r.Rank, r.Actor, digits(r.Score))
	}
	if err == nil && !converged {
		a.line("not converged")
	}
	return err
}

func (a *asker) communities() error {
	resolution := a.number("resolution", 1)
	p, err := a.projection()
	if err != nil {
		return err
	}
	of, modularity, err := measure.Communities(a.t.Context(), p.Friendly(), resolution)
	if err == nil {
		a.line("modularity %s", digits(modularity))
		a.parts(p, of)
	}
	return err
}

func (a *asker) blocs() error {
	p, err := a.projection()
	if err != nil {
		return err
	}
	found, err := measure.LeastFrustration(a.t.Context(), p)
	if err == nil {
		a.partition(p, found)
	}
	return err
}

func (a *asker) balance() error {
	of := a.actor("of")
	p, err := a.projection()
	if err != nil {
		return err
	}
	b, err := measure.BalanceOf(a.t.Context(), p)
	if err == nil {
		a.balanceOf(b, of)
	}
	return err
}

func (a *asker) timeline() error {
	bucket := measure.Bucket(a.text("bucket", "MONTH"))
	f, err := traverse.WalkFilter(a.filter())
	if err != nil {
		return err
	}
	window := graph.Window{First: graph.MinDay, Last: graph.MaxDay}
	if f.During != nil {
		window = *f.During
	}
	line, err := measure.TimelineOf(graph.Edges(a.t.Context(), a.snap, f), bucket, window)
	if err == nil {
		a.timelineOf(line)
	}
	return err
}

func (a *asker) difference() error {
	of := list[graph.ActorID](a.question, "of")
	left, right, err := measure.SideFilters(a.filter(), a.day("left"), a.day("right"))
	if err != nil {
		return err
	}
	left.Actors, right.Actors = of, of
	before, err := graph.Collect(graph.Edges(a.t.Context(), a.snap, left))
	if err != nil {
		return err
	}
	after, err := graph.Collect(graph.Edges(a.t.Context(), a.snap, right))
	for _, c := range measure.Differences(before, after) {
		a.change(c)
	}
	return err
}

func (a *asker) relations() error {
	for r, err := range a.snap.FindRelations(a.t.Context(), graph.RelationQuery{Filter: a.filter(), Order: graph.Oldest}) {
		if err != nil {
			return err
		}
		a.line("%s %s %s", r.From, r.Kind, r.To)
	}
	return nil
}
