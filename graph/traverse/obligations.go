package traverse

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entente/entente/graph"
)

// ObligationQuery asks who is bound to do what if an actor is attacked on a day.
type ObligationQuery struct {
	Attacked  graph.ActorID
	Attackers []graph.ActorID // an organization stands for its members of that day; empty: by anybody
	On        graph.Day
	// PublishedBy, if given, reads only what was public by that day.
	PublishedBy *graph.Day
	Budget      Budget
}

// Duty is what one actor is bound to.
type Duty struct {
	Actor     graph.ActorID
	Bonds     []Bond
	Suspended bool // from the organization within which a bond was concluded; it stays bound
}

// Pledge is a political promise to defend, which binds nobody.
type Pledge struct {
	Actor    graph.ActorID
	Relation graph.RelationID
}

// Obligations says who is bound to what; each list is sorted by the id of the
// actor.
type Obligations struct {
	Attackers []graph.ActorID // with the members of organizations
	ToHelp    []Duty          // bound to defend the attacked, and neither an attacker nor bound to one
	ToBoth    []Duty          // bound to defend the attacked, and an attacker itself or bound to one
	ToStayOut []Duty          // bound not to attack the attacked, or to stay neutral in a war against it or an attacker
	ToConsult []Duty          // bound to consult with the attacked
	Pledged   []Pledge
}

// ObligationsOf answers q from the pacts in force on the day.
//
// An attack comes from inside a treaty if the attacker is a party to it, or a
// member of the organization within which it was concluded; from inside a pact of
// two if it is the other side. A bond whose trigger is an external attack is
// called by an attacker from outside, one whose trigger is internal by one from
// inside.
func ObligationsOf(ctx context.Context, snap graph.Snapshot, q ObligationQuery) (Obligations, error) {
	if q.Attacked == "" {
		return Obligations{}, invalid("attacked", "is empty; name an actor")
	}
	if slices.Contains(q.Attackers, q.Attacked) {
		return Obligations{}, invalid("attackers", "names the attacked actor itself")
	}
	filter, err := WalkFilter(graph.RelationFilter{On: &q.On, PublishedBy: q.PublishedBy})
	if err != nil {
		return Obligations{}, err
	}
	p := pactReader{snap: within(snap, q.Budget), filter: filter}
	attackers, acting, err := p.attackers(ctx, q)
	if err != nil {
		return Obligations{}, err
	}
	bonds, err := p.bonds(ctx, append([]graph.ActorID{q.Attacked}, attackers...))
	if err != nil {
		return Obligations{}, err
	}
	s := newSorter(q.Attacked, attackers, acting, bonds)
	if s.members, err = p.memberships(ctx, slices.Sorted(maps.Keys(acting)), graph.Out); err != nil {
		return Obligations{}, err
	}
	for _, b := range bonds {
		s.sort(b)
	}
	out := s.lists()
	out.Attackers = attackers
	if err := p.markSuspended(ctx, &out); err != nil {
		return Obligations{}, err
	}
	out.Pledged, err = p.pledges(ctx, q.Attacked)
	return out, err
}

// notMembers are the values of a membership's status that make no full member.
var notMembers = []string{"associate", "observer", "candidate"}

// membership is an actor in an organization.
type membership struct{ actor, organization graph.ActorID }

// memberships gives the full memberships around actors, suspended ones too.
func (p pactReader) memberships(ctx context.Context, actors []graph.ActorID, d graph.Direction) (map[membership]bool, error) {
	all, err := p.relations(ctx, actors, d, graph.MemberOf)
	out := map[membership]bool{}
	for _, r := range all {
		if !slices.Contains(notMembers, r.Qualifier("status")) {
			out[membership{r.From, r.To}] = true
		}
	}
	return out, err
}

// attackers gives the attackers with the members of the organizations among them,
// sorted, and those that act: all but the organizations for which members stand.
func (p pactReader) attackers(ctx context.Context, q ObligationQuery) (all []graph.ActorID, acting map[graph.ActorID]bool, err error) {
	members, err := p.memberships(ctx, q.Attackers, graph.In)
	if err != nil {
		return nil, nil, err
	}
	acting = set(q.Attackers)
	stoodFor := map[graph.ActorID]bool{}
	for m := range members {
		if m.actor != q.Attacked {
			acting[m.actor], stoodFor[m.organization] = true, true
		}
	}
	all = slices.Sorted(maps.Keys(acting))
	maps.DeleteFunc(acting, func(id graph.ActorID, _ bool) bool { return stoodFor[id] })
	return all, acting, nil
}

// duties are the bonds of one actor, by what they ask of it.
type duties struct {
	help, attackers, stayOut, consult []Bond
}

// sorter puts bonds to the duties of those whom they bind.
type sorter struct {
	attacked  graph.ActorID
	attackers map[graph.ActorID]bool
	acting    map[graph.ActorID]bool // the attackers without the organizations for which their members stand
	parties   map[party]bool         // to treaties of the attacked
	members   map[membership]bool    // attackers in organizations
	duties    map[graph.ActorID]*duties
}

type party struct{ treaty, actor graph.ActorID }

func newSorter(attacked graph.ActorID, attackers []graph.ActorID, acting map[graph.ActorID]bool, bonds []Bond) sorter {
	s := sorter{
		attacked: attacked, attackers: set(attackers), acting: acting,
		parties: map[party]bool{}, duties: map[graph.ActorID]*duties{},
	}
	for _, b := range bonds {
		if b.From == attacked && b.Treaty != "" {
			s.parties[party{b.Treaty, b.To}] = true
		}
	}
	return s
}

// sort puts a bond of the attacked, or of an attacker, to its other side's duties.
func (s sorter) sort(b Bond) {
	ofAttacked := b.From == s.attacked
	if b.To == s.attacked || !ofAttacked && s.attackers[b.To] {
		return
	}
	d := s.duties[b.To]
	if d == nil {
		d = &duties{}
		s.duties[b.To] = d
	}
	switch {
	case b.Obligation == graph.Neutrality, b.Obligation == graph.NonAggression && ofAttacked:
		d.stayOut = append(d.stayOut, b)
	case b.Obligation == graph.Defense && ofAttacked && s.called(b):
		d.help = append(d.help, b)
	case (b.Obligation == graph.Defense || b.Obligation == graph.Offense) && !ofAttacked:
		d.attackers = append(d.attackers, b)
	case b.Obligation == graph.Consultation && ofAttacked:
		d.consult = append(d.consult, b)
	}
}

// called reports whether an attack by the attackers is of the sort that calls a
// bond: at least one of them is outside its treaty (external), or inside it
// (internal). Without attackers every bond may be called.
func (s sorter) called(b Bond) bool {
	if len(s.acting) == 0 || b.Trigger == "" || b.Trigger == triggerAny {
		return true
	}
	for id := range s.acting {
		inside := id == b.To || b.Treaty != "" && s.parties[party{b.Treaty, id}] ||
			b.Organization != "" && s.members[membership{id, b.Organization}]
		if inside == (b.Trigger == triggerInternal) {
			return true
		}
	}
	return false
}

func (s sorter) lists() Obligations {
	var out Obligations
	for _, id := range slices.Sorted(maps.Keys(s.duties)) {
		d := s.duties[id]
		add := func(list *[]Duty, bonds []Bond) {
			if len(bonds) > 0 {
				*list = append(*list, Duty{Actor: id, Bonds: bonds})
			}
		}
		if len(d.help) > 0 && (len(d.attackers) > 0 || s.attackers[id]) {
			add(&out.ToBoth, append(d.help, d.attackers...))
		} else {
			add(&out.ToHelp, d.help)
		}
		add(&out.ToStayOut, d.stayOut)
		add(&out.ToConsult, d.consult)
	}
	return out
}

// markSuspended marks the duties of actors that are suspended from the
// organization within which they are bound.
func (p pactReader) markSuspended(ctx context.Context, o *Obligations) error {
	lists := [][]Duty{o.ToHelp, o.ToBoth, o.ToStayOut, o.ToConsult}
	var actors []graph.ActorID
	for _, list := range lists {
		for _, d := range list {
			actors = append(actors, d.Actor)
		}
	}
	slices.Sort(actors)
	found, err := p.relations(ctx, slices.Compact(actors), graph.Out, graph.SuspendedFrom, graph.MemberOf)
	if err != nil {
		return err
	}
	suspended := map[membership]bool{}
	for _, r := range found {
		if r.Kind == graph.SuspendedFrom || r.Qualifier("status") == "suspended" {
			suspended[membership{r.From, r.To}] = true
		}
	}
	for _, list := range lists {
		for i := range list {
			d := &list[i]
			d.Suspended = slices.ContainsFunc(d.Bonds, func(b Bond) bool { return suspended[membership{d.Actor, b.Organization}] })
		}
	}
	return nil
}

// pledges gives who promised to defend the attacked. A promise is conditional by
// nature, so every modality counts.
func (p pactReader) pledges(ctx context.Context, attacked graph.ActorID) ([]Pledge, error) {
	f := p.filter
	f.Kinds, f.Modalities = []graph.KindName{graph.PledgesDefense}, graph.Modalities
	var out []Pledge
	for h, err := range p.snap.Expand(ctx, []graph.ActorID{attacked}, graph.ExpandQuery{Direction: graph.In, Filter: f}) {
		if err != nil {
			return nil, err
		}
		out = append(out, Pledge{Actor: h.From, Relation: h.ID})
	}
	slices.SortFunc(out, func(a, b Pledge) int {
		return cmp.Or(cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Relation, b.Relation))
	})
	return out, nil
}
