package traverse

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
)

func named(all []Duty) string {
	var out []string
	for _, d := range all {
		out = append(out, string(d.Actor))
	}
	return strings.Join(out, " ")
}

// A path of one step may end at a collective, whichever end it is.
func TestPathsEndAtACollective(t *testing.T) {
	snap := open(t, sahel)
	for _, ends := range [][2]graph.ActorID{{"mali", "leaders"}, {"leaders", "mali"}} {
		for hops := 1; hops <= 3; hops++ {
			got, err := Paths(context.Background(), snap, PathQuery{From: ends[0], To: ends[1], MaxHops: hops, First: 1, Order: ByHops, Budget: DefaultBudget})
			if err != nil || len(got) != 1 || len(got[0].Steps) != 1 {
				t.Errorf("%v within %d hops: %v, %v", ends, hops, spell(got, ByHops), err)
			}
		}
	}
}

func TestEarliestNamesOnlyWhatHoldsOnTheDay(t *testing.T) {
	snap := open(t, `
mali -CALLS 2023-08-05 c=.2 id=call-> russia
mali -SECURITY_COOPERATION 2023-08-20/.. c=.9 id=agreement-- russia
`)
	w := &graph.Window{First: graph.Date(2023, 8, 1), Last: graph.Date(2023, 8, 31)}
	got, err := Paths(context.Background(), snap, PathQuery{From: "mali", To: "russia", MaxHops: 1, First: 1, Order: Earliest, Filter: graph.RelationFilter{During: w}, Budget: DefaultBudget})
	if err != nil {
		t.Fatal(err)
	}
	s := got[0].Steps[0]
	if s.Day != graph.Date(2023, 8, 5) || len(s.Relations) != 1 || s.Relations[0].ID != "relation:call" || s.Score != round(.15*.2) {
		t.Errorf("%+v", s)
	}
}

func TestOfEquallyGoodPathsTheFirstByIDIsShown(t *testing.T) {
	snap := open(t, `
s -SUPPLIES_ARMS 2020/.. c=.8-> a
s -SUPPLIES_ARMS 2020/.. c=.8-> b
a -SUPPLIES_ARMS 2020/.. c=.8-> z
b -SUPPLIES_ARMS 2020/.. c=.8-> c
z -SUPPLIES_ARMS 2020/.. c=.8-> t
c -SUPPLIES_ARMS 2020/.. c=.8-> t
`)
	for _, q := range []InfluenceQuery{{By: "s", Over: "t"}, {By: "s"}, {Over: "t"}} {
		q.Hops, q.Decay, q.Method, q.First, q.Budget = 3, .5, Best, 100, DefaultBudget
		got, err := Influences(context.Background(), snap, q)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(got, func(x Influence) bool { return x.By == "s" && x.Over == "t" })
		if i < 0 || got[i].Path[0].To != "a" || got[i].Path[1].To != "z" {
			t.Errorf("%+v: %+v", q, got)
		}
	}
}

// All members of an organization that attacks a member are inside its pact, and
// so is the organization that stands for them.
func TestAnOrganizationAttacksFromInside(t *testing.T) {
	snap := open(t, `
actor ecowas ORGANIZATION
actor pact TREATY obligation=DEFENSE
actor au ORGANIZATION
pact -PART_OF 1981/..-> ecowas
niger -MEMBER_OF 1975/..-> ecowas
nigeria -MEMBER_OF 1975/..-> ecowas
morocco -MEMBER_OF 2017/.. status=observer-> ecowas
niger -PARTY_TO 1986/.. status=in_force trigger=external-> pact
nigeria -PARTY_TO 1986/.. status=in_force trigger=external-> pact
togo -PARTY_TO 1986/.. status=in_force trigger=external-> pact
ghana -PARTY_TO 1986/.. trigger=external-> pact
`)
	o, err := ObligationsOf(context.Background(), snap, ObligationQuery{Attacked: "niger", Attackers: []graph.ActorID{"ecowas"}, On: graph.Date(2023, 8, 15), Budget: DefaultBudget})
	if err != nil {
		t.Fatal(err)
	}
	if len(o.ToHelp) > 0 || len(o.ToBoth) > 0 {
		t.Errorf("bound to help against an attack from inside: %s; both: %s", named(o.ToHelp), named(o.ToBoth))
	}
	if !slices.Equal(o.Attackers, []graph.ActorID{"ecowas", "nigeria"}) {
		t.Errorf("attackers %v", o.Attackers)
	}
	o, err = ObligationsOf(context.Background(), snap, ObligationQuery{Attacked: "niger", Attackers: []graph.ActorID{"libya"}, On: graph.Date(2023, 8, 15), Budget: DefaultBudget})
	if err != nil {
		t.Fatal(err)
	}
	if got := named(o.ToHelp); got != "nigeria togo" {
		t.Errorf("bound to help against Libya: %s", got)
	}
}
