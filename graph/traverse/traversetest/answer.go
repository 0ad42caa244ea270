package traversetest

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/measure"
	"github.com/entente/entente/graph/traverse"
)

func (a *asker) line(format string, args ...any) { fmt.Fprintf(a, format+"\n", args...) }

// digits writes a number with six digits after the point, or fewer if they end in
// zeros.
func digits(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e6+0, 'f', -1, 64)
}

func joined[V ~string](values []V) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}

// kinds lists the kinds of relations, sorted.
func kinds(relations []graph.Edge) string {
	var out []graph.KindName
	for _, e := range relations {
		out = append(out, e.Kind)
	}
	slices.Sort(out)
	return joined(out)
}

// path writes "mali (CALLS) russia (SUPPORTS) niger: 0.03".
func (a *asker) path(p traverse.Path, order traverse.PathOrder) {
	a.WriteString(string(p.Steps[0].From))
	for _, s := range p.Steps {
		day := ""
		if order == traverse.Earliest {
			day = " " + s.Day.String()
		}
		fmt.Fprintf(a, " (%s%s) %s", kinds(s.Relations), day, s.To)
	}
	a.line(": %s", digits(p.Strength))
}

func (a *asker) influenceOf(x traverse.Influence) {
	coercive := ""
	if x.Coercive > 0 {
		coercive = ", coercive " + digits(x.Coercive)
	}
	a.line("%s over %s: %s%s", x.By, x.Over, digits(x.Score), coercive)
	for _, s := range x.Path {
		a.line("  %s → %s %s: %s", s.From, s.To, digits(s.Score), kinds(s.Relations))
	}
}

func (a *asker) dyadOf(d *traverse.Dyad) {
	a.line("%s %s", digits(d.Net), d.Sign)
	for _, r := range d.Relations {
		rule := ""
		if r.Rule != "" {
			rule = ", through offices"
		}
		a.line("%s %s %s%s", r.From, r.Kind, r.To, rule)
	}
	for _, k := range d.Kinds {
		if k.Count > 1 {
			a.line("%d of %s", k.Count, k.Kind)
		}
	}
}

// bonds writes "DEFENSE by charter within aes (external), NON_AGGRESSION", and
// toward whom, if asked.
func bonds(all []traverse.Bond, toward bool) string {
	var out []string
	for _, b := range all {
		s := string(b.Obligation)
		if b.Treaty != "" {
			s += " by " + string(b.Treaty)
		}
		if b.Organization != "" {
			s += " within " + string(b.Organization)
		}
		if b.Trigger != "" {
			s += " (" + b.Trigger + ")"
		}
		if toward {
			s += " toward " + string(b.From)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func (a *asker) obligationsOf(o traverse.Obligations) {
	if len(o.Attackers) > 0 {
		a.line("attackers: %s", joined(o.Attackers))
	}
	for _, list := range []struct {
		name   string
		duties []traverse.Duty
	}{{"to help", o.ToHelp}, {"to both", o.ToBoth}, {"to stay out", o.ToStayOut}, {"to consult", o.ToConsult}} {
		for _, d := range list.duties {
			suspended := ""
			if d.Suspended {
				suspended = "; suspended"
			}
			a.line("%s: %s, %s%s", list.name, d.Actor, bonds(d.Bonds, list.name == "to both"), suspended)
		}
	}
	for _, p := range o.Pledged {
		a.line("pledged: %s", p.Actor)
	}
}

// parts writes a partition, one part a line.
func (a *asker) parts(p *measure.Projection, of []int) {
	members := map[int][]graph.ActorID{}
	for v, part := range of {
		members[part] = append(members[part], p.Actors[v])
	}
	for part := range len(members) {
		a.line("%d: %s", part+1, joined(members[part]))
	}
}

func (a *asker) partition(p *measure.Projection, found measure.Partition) {
	if found.Exact {
		a.line("frustration %d, exact, in %d ways", found.Frustration, found.Optima)
	} else {
		a.line("frustration %d, by local search", found.Frustration)
	}
	of := make([]int, len(found.Side))
	for v, second := range found.Side {
		if second {
			of[v] = 1
		}
	}
	a.parts(p, of)
}

func (a *asker) balanceOf(b *measure.Balance, of graph.ActorID) {
	for _, t := range b.Triads {
		a.line("%s %d", t.Signs, t.Count)
	}
	if !math.IsNaN(b.Share) {
		a.line("balanced: %s", digits(b.Share))
	}
	for _, t := range b.Strained(of, 20) {
		a.line("strained: %s: %s, %s, %s; strain %s", joined(t.Actors[:]), digits(t.Nets[0]), digits(t.Nets[1]), digits(t.Nets[2]), digits(t.Strain()))
	}
	for _, s := range b.Actors {
		if of == "" || s.Actor == of {
			a.line("%s: strain %s, %d of %d unbalanced", s.Actor, digits(s.Strain), s.Unbalanced, s.Triads)
		}
	}
}

func (a *asker) timelineOf(line measure.Timeline) {
	for _, p := range line.Points {
		imprecise := ""
		if p.Imprecise > 0 {
			imprecise = fmt.Sprintf(" (%d imprecise)", p.Imprecise)
		}
		a.line("%v..%v: acts %d%s, ties %d, friendly %s, hostile %s", p.First, p.Last, p.Acts, imprecise, p.Ties, digits(p.Friendly), digits(p.Hostile))
	}
	if line.Undated > 0 {
		a.line("undated: %d", line.Undated)
	}
}

func (a *asker) change(c measure.Change) {
	switch c.Kind {
	case measure.Began, measure.Ended:
		undated := ""
		if c.Undated {
			undated = ", day not known"
		}
		a.line("%s %s%s", c.Kind, strings.TrimPrefix(string(c.Relation), graph.RelationPrefix), undated)
	default:
		a.line("%s %s, %s: %s to %s", c.Kind, c.A, c.B, digits(c.Before), digits(c.After))
	}
}
