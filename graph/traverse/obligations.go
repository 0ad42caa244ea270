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
	ToHelp    []Duty          // bound to defend the attacked
	ToBoth    []Duty          // bound to defend the attacked, and an attacker itself or bound to one
	ToStayOut []Duty          // bound not to attack the attacked, or to stay neutral in a war against it or an attacker
	ToConsult []Duty          // bound to consult with the attacked
	Pledged   []Pledge
}

// ObligationsOf answers q from the pacts in force on the day. A bond whose
// trigger is an external attack is not called by an attacker that is a party to
// the same treaty, and one whose trigger is internal only by such a one.
func ObligationsOf(ctx context.Context, snap graph.Snapshot, q ObligationQuery) (Obligations, error) {
	if slices.Contains(q.Attackers, q.Attacked) {
		return Obligations{}, graph.InField("attackers", graph.Errorf(graph.ErrInvalid, "names the attacked actor itself"))
	}
	filter, err := WalkFilter(graph.RelationFilter{On: &q.On, PublishedBy: q.PublishedBy})
	if err != nil {
		return Obligations{}, err
	}
	attackers, err := withMembers(ctx, snap, q.Attackers, filter)
	if err != nil {
		return Obligations{}, err
	}
	attackers = slices.DeleteFunc(attackers, func(id graph.ActorID) bool { return id == q.Attacked })
	bonds, err := Bonds(ctx, snap, append([]graph.ActorID{q.Attacked}, attackers...), filter)
	if err != nil {
		return Obligations{}, err
	}
	s := sorter{attacked: q.Attacked, attackers: attackers, duties: map[graph.ActorID]*duties{}}
	for _, b := range bonds {
		s.sort(b, bonds)
	}
	out := s.lists()
	out.Attackers = attackers
	if err := markSuspended(ctx, snap, filter, &out); err != nil {
		return Obligations{}, err
	}
	out.Pledged, err = pledges(ctx, snap, q.Attacked, filter)
	return out, err
}

// withMembers adds the members of the organizations among actors, and gives all
// sorted, each once.
func withMembers(ctx context.Context, snap graph.Snapshot, actors []graph.ActorID, f graph.RelationFilter) ([]graph.ActorID, error) {
	if len(actors) == 0 {
		return nil, nil
	}
	f.Kinds = []graph.KindName{graph.MemberOf}
	all := slices.Clone(actors)
	for h, err := range snap.Expand(ctx, actors, graph.ExpandQuery{Direction: graph.In, Filter: f}) {
		if err != nil {
			return nil, err
		}
		all = append(all, h.From)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// duties are the bonds of one actor, by what they ask of it.
type duties struct {
	help, attackers, stayOut, consult []Bond
}

type sorter struct {
	attacked  graph.ActorID
	attackers []graph.ActorID
	duties    map[graph.ActorID]*duties
}

// sort puts a bond of the attacked, or of an attacker, to its other side's duties.
func (s sorter) sort(b Bond, all []Bond) {
	if b.To == s.attacked || slices.Contains(s.attackers, b.To) && b.From != s.attacked {
		return
	}
	d := s.duties[b.To]
	if d == nil {
		d = &duties{}
		s.duties[b.To] = d
	}
	switch ofAttacked := b.From == s.attacked; {
	case b.Obligation == graph.Neutrality, b.Obligation == graph.NonAggression && ofAttacked:
		d.stayOut = append(d.stayOut, b)
	case b.Obligation == graph.Defense && ofAttacked && s.called(b, all):
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
func (s sorter) called(b Bond, all []Bond) bool {
	if len(s.attackers) == 0 || b.Trigger == "" || b.Trigger == "any" {
		return true
	}
	for _, id := range s.attackers {
		inside := id == b.To || b.Treaty != "" && slices.ContainsFunc(all, func(x Bond) bool { return x.Treaty == b.Treaty && x.From == s.attacked && x.To == id })
		if inside == (b.Trigger == "internal") {
			return true
		}
	}
	return false
}

func (s sorter) lists() Obligations {
	var out Obligations
	for _, id := range slices.Sorted(maps.Keys(s.duties)) {
		d := s.duties[id]
		switch {
		case len(d.help) > 0 && (len(d.attackers) > 0 || slices.Contains(s.attackers, id)):
			out.ToBoth = append(out.ToBoth, Duty{Actor: id, Bonds: append(d.help, d.attackers...)})
		case len(d.help) > 0:
			out.ToHelp = append(out.ToHelp, Duty{Actor: id, Bonds: d.help})
		}
		if len(d.stayOut) > 0 {
			out.ToStayOut = append(out.ToStayOut, Duty{Actor: id, Bonds: d.stayOut})
		}
		if len(d.consult) > 0 {
			out.ToConsult = append(out.ToConsult, Duty{Actor: id, Bonds: d.consult})
		}
	}
	return out
}

// markSuspended marks the duties of actors that are suspended from the
// organization within which they are bound.
func markSuspended(ctx context.Context, snap graph.Snapshot, f graph.RelationFilter, o *Obligations) error {
	lists := [][]Duty{o.ToHelp, o.ToBoth, o.ToStayOut, o.ToConsult}
	var actors []graph.ActorID
	for _, list := range lists {
		for _, d := range list {
			actors = append(actors, d.Actor)
		}
	}
	if len(actors) == 0 {
		return nil
	}
	slices.Sort(actors)
	f.Kinds = []graph.KindName{graph.SuspendedFrom}
	suspended := map[[2]graph.ActorID]bool{}
	for h, err := range snap.Expand(ctx, slices.Compact(actors), graph.ExpandQuery{Direction: graph.Out, Filter: f}) {
		if err != nil {
			return err
		}
		suspended[[2]graph.ActorID{h.From, h.To}] = true
	}
	for _, list := range lists {
		for i := range list {
			d := &list[i]
			d.Suspended = slices.ContainsFunc(d.Bonds, func(b Bond) bool { return suspended[[2]graph.ActorID{d.Actor, b.Organization}] })
		}
	}
	return nil
}

func pledges(ctx context.Context, snap graph.Snapshot, attacked graph.ActorID, f graph.RelationFilter) ([]Pledge, error) {
	f.Kinds = []graph.KindName{graph.PledgesDefense}
	f.Modalities = graph.Modalities // a promise is conditional by nature
	var out []Pledge
	for h, err := range snap.Expand(ctx, []graph.ActorID{attacked}, graph.ExpandQuery{Direction: graph.In, Filter: f}) {
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
