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

// lived adds to the properties of a version when it was born and will die.
func lived(n graph.RevisionNumber, p parameters) parameters {
	p["born"], p["died"] = int64(n), forever
	return p
}

// record writes a thing as it is kept, which is as a line of JSON.
func record(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		// Only checked records come here, and all of these can be written.
		panic(fmt.Sprintf("BUG: a checked record cannot be written as JSON: %v", err))
	}
	return string(b)
}

func actorRow(a graph.Actor, n graph.RevisionNumber) parameters {
	version := lived(n, parameters{
		"id": string(a.ID), "kind": string(a.Kind), "record": record(a), "folded": unlessEmpty(a.FoldedNames()),
	})
	if !a.Exists.IsZero() {
		b := a.Exists.Bounds(graph.NeverObserved)
		version["existsFirst"], version["existsLast"] = int64(b.StartMin), int64(b.EndMax)
	}
	codes := make([]string, 0, len(a.Codes))
	for _, c := range a.Codes {
		codes = append(codes, codeText(c))
	}
	return parameters{
		"version": version, "label": label(a.Kind),
		"shown": parameters{
			"name": a.Label("en", nil), "description": unlessEmpty(a.Description),
			"codes": codes, "exists": unlessEmpty(a.Exists.String()),
		},
	}
}

// codeText writes a code as people see and search it: "iso3:MLI".
func codeText(c graph.Code) string { return c.Scheme + ":" + c.Value }

// label gives the label of a kind of actor: ArmedGroup for ARMED_GROUP.
func label(k graph.ActorKind) string {
	var b strings.Builder
	for part := range strings.SplitSeq(string(k), "_") {
		b.WriteString(part[:1] + strings.ToLower(part[1:]))
	}
	return b.String()
}

func sourceRow(s graph.Source, n graph.RevisionNumber) parameters {
	return parameters{
		"version": lived(n, parameters{
			"id": string(s.ID), "record": record(s), "folded": graph.Fold(s.Title + "\n" + s.Publisher),
		}),
		"shown": parameters{
			"title": s.Title, "publisher": unlessEmpty(s.Publisher),
			"published": unlessEmpty(s.Published.String()), "address": unlessEmpty(s.Address),
		},
	}
}

func eventRow(e graph.Event, n graph.RevisionNumber) parameters {
	b := e.Bounds()
	stated := b.Span(graph.Stated)
	actors := make([]string, 0, len(e.Participants))
	for _, p := range e.Participants {
		actors = append(actors, string(p.Actor))
	}
	return parameters{
		"version": lived(n, parameters{
			"id": string(e.ID), "record": record(e), "folded": unlessEmpty(graph.Actor{Names: e.Names}.FoldedNames()), "actors": actors,
			"startMin": int64(b.StartMin), "first": int64(stated.First), "last": int64(stated.Last),
		}),
		"shown": parameters{
			"name": e.Label("en"), "period": e.Period.String(), "place": unlessEmpty(string(e.Place)),
			"since": date(stated.First), "until": date(stated.Last),
		},
	}
}

func relationRow(r graph.Relation, n graph.RevisionNumber) parameters {
	e := r.Edge()
	node := parameters{
		"id": string(r.ID), "from": string(r.From), "kind": string(r.Kind), "to": string(r.To), "record": record(r),
		"strength": e.Strength(), "text": unlessEmpty(strings.TrimSpace(r.FoldedText())),
		"about": unlessEmpty(string(r.About.Actor) + string(r.About.Event) + r.About.Text),
		"place": unlessEmpty(string(r.Place)), "event": unlessEmpty(string(r.Event)),
	}
	var sources []string
	evidence := make([]any, 0, len(r.Evidence))
	for _, piece := range r.Evidence {
		row := evidenceRow(piece, n)
		row["relation"] = string(r.ID)
		evidence = append(evidence, row)
		sources = append(sources, string(piece.Source))
		if piece.Stance == graph.Supports && !piece.Published.IsZero() {
			day := int64(piece.Published.Bounds(graph.NeverObserved).EndMax)
			if was, ok := node["public"].(int64); !ok || day < was {
				node["public"] = day
			}
		}
	}
	node["sources"] = sources
	return parameters{"edge": lived(n, edgeProperties(r, e)), "node": node, "evidence": evidence}
}

// edgeProperties gives what a relationship and the node of its record have in
// common: what walks and filters read, and the period in words. A bound that says
// nothing new is left out: startMax and first where they are startMin, endMin and
// last where they are endMax.
func edgeProperties(r graph.Relation, e graph.Edge) parameters {
	b := e.Bounds
	stated := b.Span(graph.Stated)
	p := parameters{
		"id": string(e.ID), "modality": string(e.Modality),
		"weight": e.Weight, "intensity": e.Intensity, "confidence": e.Confidence,
		"period": r.Period.String(), "since": date(stated.First), "until": date(stated.Last),
		"startMin": int64(b.StartMin), "endMax": int64(b.EndMax),
	}
	differs := func(name string, d, usual graph.Day) {
		if d != usual {
			p[name] = int64(d)
		}
	}
	differs("startMax", b.StartMax, b.StartMin)
	differs("first", stated.First, b.StartMin)
	differs("endMin", b.EndMin, b.EndMax)
	differs("last", stated.Last, b.EndMax)
	if b.StartUnknown {
		p["startUnknown"] = true
	}
	if b.EndUnknown {
		p["endUnknown"] = true
	}
	return p
}

// date gives a day as people read it, and none for a day beyond all days.
func date(d graph.Day) any {
	if !d.IsFinite() {
		return nil
	}
	return neo4j.DateOf(d.Time())
}

func evidenceRow(e graph.Evidence, n graph.RevisionNumber) parameters {
	saidBy := string(e.SaidBy)
	if saidBy == "" {
		saidBy = e.SaidByText
	}
	return lived(n, parameters{
		"id": string(e.ID), "source": string(e.Source), "stance": string(e.Stance), "modality": string(e.Modality),
		"grade":     fmt.Sprintf("%s%d", e.Grade.Reliability, e.Grade.Credibility),
		"quotation": unlessEmpty(e.Quotation), "saidBy": unlessEmpty(saidBy), "published": unlessEmpty(e.Published.String()),
	})
}
