package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
)

// tellReading tells what the reading found, matched and left out.
func (d *dataImport) tellReading() {
	say(d.p.stderr, "%s read\n", plural(d.report.Rows, "row"))
	for _, l := range d.report.Left {
		at := ""
		if l.First != "" {
			at = fmt.Sprintf(" (first in %s)", l.First)
		}
		say(d.p.stderr, "left out %s%s: %s\n", grouped(l.Rows), at, l.Why)
	}
	for _, how := range []struct {
		how  importer.How
		word string
	}{{importer.ByName, "matched by name"}, {importer.ByCodeOnly, "matched by code, outside the actor's dates"}} {
		used := d.names.Used(how.how)
		if len(used) > 0 {
			say(d.p.stderr, "%s: %s\n", how.word, someOf(used))
		}
	}
	if misses := d.names.Misses(); len(misses) > 0 {
		say(d.p.stderr, "left out, since %s no actor: %s\n", plural(len(misses), "party matches", "parties match"), missesInWords(misses))
	}
}

func missesInWords(misses []importer.Miss) string {
	var all []string
	for i, m := range misses {
		if i == mostMisses {
			all = append(all, fmt.Sprintf("and %s more", grouped(len(misses)-i)))
			break
		}
		all = append(all, missInWords(m))
	}
	return strings.Join(all, "; ")
}

// mostMatches is how many matches a person is told.
const mostMatches = 20

func someOf(used map[string]graph.ActorID) string {
	var all []string
	for _, reference := range slices.Sorted(maps.Keys(used)) {
		if len(all) == mostMatches {
			all = append(all, fmt.Sprintf("and %s more", grouped(len(used)-mostMatches)))
			break
		}
		all = append(all, fmt.Sprintf("%s → %s", reference, used[reference]))
	}
	return strings.Join(all, ", ")
}

// inOneLine says a difference in a line: "3 new relations, 2 changed, 1 taken back; 4 new actors".
func inOneLine(d *importer.Difference) string {
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, plural(n, one, many))
		}
	}
	add(d.Relations.New, "new relation", "new relations")
	add(d.Relations.Changed, "changed relation", "changed relations")
	add(len(d.Gone), "relation taken back", "relations taken back")
	add(d.Events.New, "new event", "new events")
	add(d.Events.Changed, "changed event", "changed events")
	add(len(d.GoneEvents), "event taken back", "events taken back")
	add(d.Actors.New, "new actor", "new actors")
	add(d.Actors.Changed, "changed actor", "changed actors")
	add(d.Relations.Same, "relation as before", "relations as before")
	return strings.Join(parts, ", ")
}

// inLinesOf says a difference with some of what changes.
func inLinesOf(d *importer.Difference) string {
	s := "would record " + inOneLine(d)
	if len(d.Changed) > 0 {
		s += "\n  changed: " + idsInWords(d.Changed, d.Relations.Changed)
	}
	if len(d.Gone) > 0 {
		s += "\n  taken back: " + idsInWords(d.Gone, len(d.Gone))
	}
	if len(d.GoneEvents) > 0 {
		ids := make([]graph.EventID, len(d.GoneEvents))
		for i, e := range d.GoneEvents {
			ids[i] = e.ID
		}
		s += "\n  taken back: " + idsInWords(ids, len(ids))
	}
	if d.Kept > 0 {
		s += fmt.Sprintf("\n  %s not in the files any more, but carry evidence from elsewhere and stay", plural(d.Kept, "relation is", "relations are"))
	}
	return s
}

// idsInWords names some of n ids.
func idsInWords[ID ~string](ids []ID, n int) string {
	some := ids[:min(len(ids), mostNamed)]
	words := make([]string, len(some))
	for i, id := range some {
		words[i] = string(id)
	}
	s := strings.Join(words, ", ")
	if more := n - len(some); more > 0 {
		s += fmt.Sprintf(" and %s more", grouped(more))
	}
	return s
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
