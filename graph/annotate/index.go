package annotate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// Index holds the names of actors and events, to be found in texts. It is safe
// for use by many goroutines.
type Index struct {
	root   *node
	actors map[graph.ActorID]graph.Actor
}

// node is a place in the tree of names, by their words.
type node struct {
	next  map[string]*node
	names []name // that end here
}

// name is one name of an actor or event, or a word that stands for an actor.
type name struct {
	actor   graph.ActorID
	event   graph.EventID
	shapes  []shape // of its words
	primary bool
	seat    bool         // the place where the actor sits, and no name of it
	surname bool         // the last word of a person's name
	used    graph.Period // when it is or was used; zero if always
}

// NewIndex makes an index of the actors' names, aliases and seats and of the
// names of events. Unknown actors are each of one source and mention, so no
// other text names them; and actors that were merged answer as another one.
func NewIndex(actors []graph.Actor, events []graph.Event) *Index {
	x := &Index{root: &node{}, actors: make(map[graph.ActorID]graph.Actor, len(actors))}
	states := map[string]graph.ActorID{}
	for _, a := range actors {
		if a.Kind == graph.Unknown || a.MergedInto != "" {
			continue
		}
		x.actors[a.ID] = a
		for _, n := range a.Names {
			x.add(n.Text, name{actor: a.ID, primary: n.Primary, used: n.Used})
			if a.Kind == graph.Person && n.Primary {
				x.addSurname(n.Text, a.ID)
			}
		}
		if a.Kind == graph.State && a.Seat != nil {
			x.addSeat(a.Seat.Name, a.ID)
		}
		for _, c := range a.Codes {
			if c.Scheme == "iso3" {
				states[c.Value] = a.ID
			}
		}
	}
	for _, e := range events {
		for _, n := range e.Names {
			x.add(n.Text, name{event: e.ID, primary: n.Primary})
		}
	}
	for building, iso3 := range seats {
		if state, ok := states[iso3]; ok {
			x.addSeat(building, state)
		}
	}
	return x
}

// seats are buildings and streets by which people name a state's leadership, with
// the ISO 3166 code of the state. Capitals come from the record.
var seats = map[string]string{
	"Kremlin": "RUS", "White House": "USA", "Foggy Bottom": "USA", "Pentagon": "USA", "Downing Street": "GBR", "Whitehall": "GBR",
	"Élysée": "FRA", "Quai d’Orsay": "FRA", "Zhongnanhai": "CHN", "Blue House": "KOR", "Aso Rock": "NGA", "Union Buildings": "ZAF",
	"Bundeskanzleramt": "DEU", "Palazzo Chigi": "ITA", "Moncloa": "ESP", "Sublime Porte": "TUR", "Beştepe": "TUR", "Koulouba": "MLI",
}

func (x *Index) add(text string, n name) {
	tokens := tokenize(text)
	if len(tokens) == 0 || len(tokens) == 1 && tokens[0].end-tokens[0].start < 2 && !stands([]rune(text)[0]) {
		return // a letter names nobody
	}
	at := x.root
	for _, t := range tokens {
		n.shapes = append(n.shapes, t.shape)
		if at.next == nil {
			at.next = map[string]*node{}
		}
		if at.next[t.folded] == nil {
			at.next[t.folded] = &node{}
		}
		at = at.next[t.folded]
	}
	same := func(o name) bool {
		return o.actor == n.actor && o.event == n.event && o.seat == n.seat && slices.Equal(o.shapes, n.shapes)
	}
	if !slices.ContainsFunc(at.names, same) {
		at.names = append(at.names, n)
	}
}

// addSurname lets a person be found by the last word of the name, where the text
// gives the whole name as well.
func (x *Index) addSurname(text string, id graph.ActorID) {
	tokens := tokenize(text)
	if len(tokens) < 2 {
		return
	}
	last := tokens[len(tokens)-1]
	if last.shape == capital && last.end-last.start >= 3 {
		x.add(text[last.from:last.to], name{actor: id, surname: true})
	}
}

// addSeat lets an actor be found by its seat, as "Washington, D.C." by "Washington".
func (x *Index) addSeat(place string, id graph.ActorID) {
	short, _, _ := strings.Cut(place, ",")
	for _, p := range []string{place, short} {
		x.add(p, name{actor: id, seat: true})
	}
}

// match is a run of tokens that may name something.
type match struct {
	first, last int // tokens
	names       []name
}

// longest finds the longest name that begins at a token.
func (x *Index) longest(t text, first int) (match, bool) {
	var best match
	at := x.root
	for i := first; i < len(t.tokens); i++ {
		if at = at.next[t.tokens[i].folded]; at == nil {
			break
		}
		if names := written(at.names, t.tokens[first:i+1]); len(names) > 0 {
			best = match{first, i, names}
		}
		if i+1 < len(t.tokens) && !t.joins(i) {
			break
		}
	}
	return best, best.names != nil
}

// written keeps the names that may be written as the tokens are.
func written(names []name, tokens []token) []name {
	var out []name
	for _, n := range names {
		if n.mayBe(tokens) {
			out = append(out, n)
		}
	}
	return out
}

// mayBe reports whether the name may be written so: its first word with a capital
// has one, and an acronym stands in capitals, so that "us" and the French "un"
// name nobody. How further words are written differs from paper to paper.
func (n name) mayBe(tokens []token) bool {
	for i, s := range n.shapes {
		switch got := tokens[i].shape; {
		case s == allCaps && len(n.shapes) == 1 && tokens[i].end-tokens[i].start <= 5:
			return got == allCaps
		case s != lower:
			return got != lower
		}
	}
	return true
}

// mentions finds the names in a text.
func (x *Index) mentions(t text, published *graph.Day) ([]Mention, []EventMention) {
	var found []match
	for i := 0; i < len(t.tokens); {
		m, ok := x.longest(t, i)
		if !ok {
			i++
			continue
		}
		found = append(found, m)
		i = m.last + 1
	}
	whole := map[graph.ActorID]bool{} // persons whose whole name stands in the text
	for _, m := range found {
		for _, n := range m.names {
			whole[n.actor] = whole[n.actor] || !n.surname && !n.seat && m.last > m.first
		}
	}
	var mentions []Mention
	var events []EventMention
	for _, m := range found {
		if mention, ok := x.mention(t, m, whole, published); ok {
			mentions = append(mentions, mention)
		} else if i := slices.IndexFunc(m.names, func(n name) bool { return n.event != "" }); i >= 0 {
			events = append(events, EventMention{t.span(m.first, m.last), m.names[i].event})
		}
	}
	return mentions, events
}

// mention chooses whom a match means.
func (x *Index) mention(t text, m match, whole map[graph.ActorID]bool, published *graph.Day) (Mention, bool) {
	names := slices.DeleteFunc(slices.Clone(m.names), func(n name) bool {
		return n.actor == "" || n.surname && !whole[n.actor] || n.seat && t.isPlace(m.first)
	})
	if len(names) == 0 {
		return Mention{}, false
	}
	slices.SortStableFunc(names, func(a, b name) int { return x.compare(a, b, published) })
	out := Mention{Span: t.span(m.first, m.last), Actor: names[0].actor}
	for _, n := range names {
		out.Metonym = out.Metonym || n.seat && (names[0].seat || x.actors[names[0].actor].Kind == graph.Office)
		if n.actor != out.Actor && !slices.Contains(out.Others, n.actor) {
			out.Others = append(out.Others, n.actor)
		}
	}
	return out, true
}

// compare puts first whom a name most likely means: a name before a seat, what is
// in use and in being on the day before what is not, a label before an alias, a
// state before others.
func (x *Index) compare(a, b name, published *graph.Day) int {
	no := func(is bool) int {
		if is {
			return 0
		}
		return 1
	}
	then := func(n name) bool {
		return published == nil || holds(n.used, *published) && holds(x.actors[n.actor].Exists, *published)
	}
	state := func(n name) bool { return x.actors[n.actor].Kind == graph.State }
	return cmp.Or(
		no(!a.seat)-no(!b.seat),
		no(!a.surname)-no(!b.surname),
		no(then(a))-no(then(b)),
		no(a.primary)-no(b.primary),
		no(state(a))-no(state(b)),
		cmp.Compare(a.actor, b.actor),
	)
}

func holds(p graph.Period, on graph.Day) bool {
	return p.IsZero() || p.Bounds(graph.NeverObserved).Meets(graph.OnDay(on), graph.Possible)
}

// isPlace reports whether the words at a token say where something is or happens,
// so that a capital there is a place and no metonym.
func (t text) isPlace(first int) bool {
	if first == 0 || !t.joins(first-1) {
		return false
	}
	switch t.tokens[first-1].folded {
	case "in", "at", "near", "outside", "around", "into", "a", "en", "dans", "pres", "vers":
		return true
	}
	return false
}
