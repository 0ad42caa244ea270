package neo4j

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente/entente/graph"
)

// forever is when a version that lives will die. It is a number, since Neo4j has
// no index for what is not there.
const forever int64 = 9_999_999_999

// record writes a thing as it is kept whole: as a line of JSON.
func record(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		// Only checked records come here, and all of these can be written.
		panic(fmt.Sprintf("BUG: a checked record cannot be written as JSON: %v", err))
	}
	return string(b)
}

// actorRow gives an actor as a row of actors_put.cypher.
func actorRow(a graph.Actor) parameters {
	codes := make([]string, len(a.Codes))
	for i, c := range a.Codes {
		codes[i] = codeText(c)
	}
	row := parameters{
		"id": string(a.ID), "kind": string(a.Kind), "label": label(a.Kind), "record": record(a),
		"name": a.Label("en", nil), "description": orNothing(a.Description), "codes": codes, "exists": orNothing(a.Exists.String()),
		"existsFirst": nil, "existsLast": nil, "folded": a.FoldedNames(),
	}
	if !a.Exists.IsZero() {
		b := a.Exists.Bounds(graph.NeverObserved)
		row["existsFirst"], row["existsLast"] = int64(b.StartMin), int64(b.EndMax)
	}
	return row
}

// codeText writes a code as people see it and as FindActors looks for it:
// "iso3:MLI".
func codeText(c graph.Code) string { return c.Scheme + ":" + c.Value }

// label gives the label of a kind of actor: ArmedGroup for ARMED_GROUP.
func label(k graph.ActorKind) string {
	var b strings.Builder
	for part := range strings.SplitSeq(string(k), "_") {
		b.WriteString(part[:1] + strings.ToLower(part[1:]))
	}
	return b.String()
}

// sourceRow gives a source as a row of sources_put.cypher.
func sourceRow(s graph.Source) parameters {
	return parameters{
		"id": string(s.ID), "record": record(s), "folded": graph.Fold(s.Title + "\n" + s.Publisher),
		"title": s.Title, "publisher": orNothing(s.Publisher), "published": orNothing(s.Published.String()), "address": orNothing(s.Address),
	}
}

// eventRow gives an event as a row of events_put.cypher.
func eventRow(e graph.Event) parameters {
	b := e.Bounds()
	stated := b.Span(graph.Stated)
	actors := make([]string, len(e.Participants))
	for i, p := range e.Participants {
		actors[i] = string(p.Actor)
	}
	return parameters{
		"id": string(e.ID), "record": record(e), "folded": graph.Actor{Names: e.Names}.FoldedNames(), "actors": actors,
		"name": e.Label("en"), "period": e.Period.String(), "place": orNothing(string(e.Place)),
		"since": date(stated.First), "until": date(stated.Last),
		"startMin": int64(b.StartMin), "first": int64(stated.First), "last": int64(stated.Last),
	}
}

// relationRow gives a relation as a row of relations_put.cypher.
func relationRow(r graph.Relation) parameters {
	e := r.Edge()
	b := e.Bounds
	stated := b.Span(graph.Stated)
	return parameters{
		"id": string(r.ID), "from": string(r.From), "kind": string(r.Kind), "to": string(r.To), "record": record(r),
		"period": r.Period.String(), "since": date(stated.First), "until": date(stated.Last),
		"startMin": int64(b.StartMin), "endMax": int64(b.EndMax), "bounds": furtherBounds(b),
		"modality": string(e.Modality), "weight": e.Weight, "intensity": e.Intensity, "confidence": e.Confidence,
		"about": orNothing(string(r.About.Actor) + string(r.About.Event) + r.About.Text),
		"place": orNothing(string(r.Place)), "event": orNothing(string(r.Event)),
		"public": publicSince(r.Evidence), "text": orNothing(strings.TrimSpace(r.FoldedText())),
		"evidence": evidenceRows(r.Evidence),
	}
}

// The places in the property "bounds", which holds what startMin and endMax do not
// say of the days of a period. It is left out where they say all, as of a plain
// day: most relations of most graphs need no more.
const (
	placeStartMax = iota
	placeEndMin
	placeStatedFirst // the span as it is read by default, see graph.Stated
	placeStatedLast
	placeStartUnknown // 1 or 0
	placeEndUnknown   // 1 or 0
	placeNone         // beyond the list, where nothing is found
)

// furtherBounds gives the property "bounds".
func furtherBounds(b graph.Bounds) any {
	if b == (graph.Bounds{StartMin: b.StartMin, StartMax: b.StartMin, EndMin: b.EndMax, EndMax: b.EndMax}) {
		return nil
	}
	stated := b.Span(graph.Stated)
	bounds := make([]int64, placeNone)
	for place, d := range map[int]graph.Day{placeStartMax: b.StartMax, placeEndMin: b.EndMin, placeStatedFirst: stated.First, placeStatedLast: stated.Last} {
		bounds[place] = int64(d)
	}
	if b.StartUnknown {
		bounds[placeStartUnknown] = 1
	}
	if b.EndUnknown {
		bounds[placeEndUnknown] = 1
	}
	return bounds
}

// publicSince gives the day by which a relation could be known: the first by which
// supporting evidence was certainly public. There may be none.
func publicSince(evidence []graph.Evidence) any {
	var since any
	for _, e := range evidence {
		if e.Stance == graph.Supports && !e.Published.IsZero() {
			day := int64(e.Published.Bounds(graph.NeverObserved).EndMax)
			if was, ok := since.(int64); !ok || day < was {
				since = day
			}
		}
	}
	return since
}

// evidenceRows gives evidence as it stands within the row of what it is for.
func evidenceRows(evidence []graph.Evidence) []any {
	rows := make([]any, len(evidence))
	for i, e := range evidence {
		saidBy := string(e.SaidBy)
		if saidBy == "" {
			saidBy = e.SaidByText
		}
		rows[i] = parameters{
			"id": string(e.ID), "source": string(e.Source), "stance": string(e.Stance), "modality": string(e.Modality),
			"grade":     fmt.Sprintf("%s%d", e.Grade.Reliability, e.Grade.Credibility),
			"quotation": orNothing(e.Quotation), "saidBy": orNothing(saidBy), "published": orNothing(e.Published.String()),
		}
	}
	return rows
}

// orNothing gives a text as a property, or nothing where it is empty: a property
// that says nothing is not kept.
func orNothing(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// date gives a day as people read it, and nothing for one beyond all days.
func date(d graph.Day) any {
	if !d.IsFinite() {
		return nil
	}
	return neo4j.DateOf(d.Time())
}
