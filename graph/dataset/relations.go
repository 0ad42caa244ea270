package dataset

import (
	"strconv"

	"github.com/entente/entente/graph"
)

// relations reads the relations with their evidence.
func (r *reader) relations() []graph.Record {
	var out []graph.Record
	for _, x := range r.table("relations.csv", "id", "from", "kind", "to", "period", "about_actor", "about_event", "about_text", "place", "event", "qualifiers", "weight", "weight_reason", "intensity", "likelihood", "note") {
		id := x.text("id")
		v := graph.Relation{
			ID: graph.RelationID(id), From: graph.ActorID(x.text("from")), Kind: graph.KindName(x.text("kind")), To: graph.ActorID(x.text("to")),
			About:  graph.About{Actor: graph.ActorID(x.text("about_actor")), Event: graph.EventID(x.text("about_event")), Text: x.text("about_text")},
			Place:  graph.ActorID(x.text("place")),
			Event:  graph.EventID(x.text("event")),
			Period: x.period("period"), AnalystWeight: x.number("weight"), WeightReason: x.text("weight_reason"),
			Likelihood: x.text("likelihood"), Note: x.text("note"), Evidence: x.evidence("id", id),
		}
		if i := x.number("intensity"); i != nil {
			v.Intensity = *i
		}
		for _, q := range x.pairs("qualifiers", ";") {
			v.Qualifiers = append(v.Qualifiers, graph.Qualifier{Name: q[0], Value: q[1]})
		}
		out = append(out, graph.Record{Relation: &v})
	}
	return out
}

// readEvidence reads evidence.csv. Its column of says what a piece is evidence
// for: a relation ("relation:s04"), a part in an event
// ("event:niger-coup-2023/mohamed-bazoum") or a link of events
// ("event:a/CONTINUES/event:b").
func (r *reader) readEvidence() {
	r.places = map[string]cell{}
	for _, x := range r.table("evidence.csv", "of", "id", "source", "quotation", "start", "end", "said_by", "said_by_text", "stance", "modality", "grade", "likelihood", "observed", "published", "note") {
		of := x.text("of")
		if _, seen := r.places[of]; !seen {
			r.places[of] = x.cell("of")
		}
		r.evidence[of] = append(r.evidence[of], graph.Evidence{
			ID: graph.EvidenceID(x.text("id")), Source: graph.SourceID(x.text("source")),
			Quotation: x.text("quotation"), Start: x.count("start"), End: x.count("end"),
			SaidBy: graph.ActorID(x.text("said_by")), SaidByText: x.text("said_by_text"),
			Stance: graph.Stance(x.text("stance")), Modality: graph.Modality(x.text("modality")), Grade: x.grade(),
			Likelihood: x.text("likelihood"), Observed: x.period("observed"), Published: x.period("published"), Note: x.text("note"),
		})
	}
}

// grade reads an Admiralty grade as it is written, "B2".
func (x row) grade() graph.Grade {
	s := x.text("grade")
	if len(s) != 2 {
		x.fail("grade", "%q is not an Admiralty grade; write a letter and a digit, as B2", s)
		return graph.Grade{}
	}
	credibility, err := strconv.Atoi(s[1:])
	if err != nil {
		x.fail("grade", "%q is not an Admiralty grade; write a letter and a digit, as B2", s)
	}
	return graph.Grade{Reliability: graph.Reliability(s[:1]), Credibility: credibility}
}

// evidence takes the evidence for something; there must be some.
func (x row) evidence(column, of string) []graph.Evidence {
	all := x.r.evidence[of]
	if len(all) == 0 {
		x.fail(column, "evidence.csv has no evidence for %q", of)
	}
	delete(x.r.evidence, of)
	return all
}

// noOrphans faults evidence that is for nothing in the other files: the first in
// the order of the file.
func (r *reader) noOrphans() {
	var first *cell
	for of := range r.evidence {
		if c := r.places[of]; first == nil || c.line < first.line {
			first = &c
		}
	}
	if first != nil {
		r.fail(first.fault("there is no %q in the other files", first.text))
	}
}
