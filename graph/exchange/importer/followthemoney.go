package importer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// followTheMoney reads entities of FollowTheMoney, one a line, as OpenAleph and others
// write them.
var followTheMoney = Format{
	Name: "ftm", Title: "FollowTheMoney entities, JSON Lines", codes: "ftm",
	reliable: graph.Grade{Reliability: "C", Credibility: 3},
	Source: graph.Source{
		ID: "source:ftm", Title: "Entities in FollowTheMoney’s form", Publisher: "as the files say",
		Note: "What the entities come from is named by their data sets, in the note of the evidence; mind their licenses.",
	},
	shapes: []shape{{name: "entities, one a line", starts: isFollowTheMoney, stream: ftmEntities}},
}

func isFollowTheMoney(_ string, start []byte) bool {
	line, _, _ := strings.Cut(string(start), "\n")
	return strings.HasPrefix(line, "{") && strings.Contains(line, `"schema"`)
}

// ftmKinds gives the kind of actor of a schema.
var ftmKinds = map[string]graph.ActorKind{
	"Person": graph.Person, "Company": graph.Company, "Organization": graph.Organization, "PublicBody": graph.Government, "Position": graph.Office,
	"LegalEntity": graph.Unknown, "Airplane": "", "Vessel": "",
}

// ftmEdge is a schema that stands for a relation: the properties of its ends.
type ftmEdge struct {
	from, to  string
	kind      graph.KindName
	qualifier graph.Qualifier
}

var ftmEdges = map[string]ftmEdge{
	"Ownership":    {"owner", "asset", "CONTROLS", graph.Qualifier{Name: "manner", Value: "ownership"}},
	"Directorship": {"director", "organization", "CONTROLS", graph.Qualifier{Name: "manner", Value: "appointment"}},
	"Membership":   {"member", "organization", graph.MemberOf, graph.Qualifier{}},
	"Occupancy":    {"holder", "post", graph.HoldsOffice, graph.Qualifier{}},
	"Succession":   {"predecessor", "successor", "", graph.Qualifier{}},
}

type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Caption    string              `json:"caption"`
	Properties map[string][]string `json:"properties"`
	Datasets   []string            `json:"datasets"`
}

// ftmState keeps the entities that stand for relations until all others are known.
type ftmState struct {
	edges []ftmEntity
	seen  map[string]int // lines of entities that stand for relations
}

func ftmEntities(r *run, name string, in io.Reader) error {
	if err := r.cited(); err != nil {
		return err
	}
	s := stateOf(r, func() *ftmState { return &ftmState{seen: map[string]int{}} }, func(s *ftmState) error { return s.end(r) })
	return lines(r, name, in, func(t *table, line string) error {
		var e ftmEntity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			return t.bad("", "is not an entity in JSON: %v", err)
		}
		if e.ID == "" || e.Schema == "" {
			return t.bad("", "has no id or no schema; an entity has both")
		}
		r.report.Rows++
		switch _, edge := ftmEdges[e.Schema]; {
		case edge, e.Schema == "Sanction":
			if at := s.seen[e.ID]; at > 0 {
				return t.bad("id", "%s stands in line %d already; take one of them out", quote(e.ID), at)
			}
			s.seen[e.ID] = t.line
			s.edges = append(s.edges, e)
			return nil
		case ftmKinds[e.Schema] == "":
			r.left(t.at(), "the schema stands for no actor and no relation")
			return nil
		}
		return r.ftmActor(e)
	})
}

// ftmActor records an entity, unless the record has it by its code or by its item of
// Wikidata.
func (r *run) ftmActor(e ftmEntity) error {
	own := graph.Code{Scheme: "ftm", Value: e.ID}
	if item := first(e.Properties["wikidataId"]); item != "" {
		if id, how := r.names.find(Party{Code: graph.Code{Scheme: "wikidata", Value: item}}, always); how == ByCode || how == ByCodeOnly {
			r.names.byCode[own] = append(r.names.byCode[own], r.names.byID[id])
			return nil
		}
	}
	_, _, err := r.actor(Party{Code: own}, always, func(graph.ActorID) graph.Actor {
		label := cut(cmp.Or(e.Caption, first(e.Properties["name"]), e.ID), graph.MaxName)
		a := graph.Actor{
			ID: r.names.id("ftm", label), Kind: ftmKinds[e.Schema], Codes: []graph.Code{own},
			Names: []graph.Name{{Text: label, Primary: true}}, Description: cut(first(e.Properties["summary"]), graph.MaxName),
		}
		for _, n := range slices.Concat(e.Properties["name"], e.Properties["alias"], e.Properties["weakAlias"]) {
			if n = cut(n, graph.MaxName); n != "" && n != label && len(a.Names) < 200 {
				a.Names = append(a.Names, graph.Name{Text: n})
			}
		}
		if item := first(e.Properties["wikidataId"]); item != "" {
			a.Codes = append(a.Codes, graph.Code{Scheme: "wikidata", Value: item})
		}
		return a
	}, "")
	return err
}

func (s *ftmState) end(r *run) error {
	for _, e := range s.edges {
		if err := s.edge(r, e); err != nil {
			return err
		}
	}
	return nil
}

// edge records what a schema of a relation says.
func (s *ftmState) edge(r *run, e ftmEntity) error {
	edge := ftmEdges[e.Schema]
	var from, to []graph.ActorID
	if e.Schema == "Sanction" {
		edge = ftmEdge{kind: "SANCTIONS"}
		from, to = r.ftmAuthorities(e), r.ftmEnds(e.Properties["entity"])
	} else {
		from, to = r.ftmEnds(e.Properties[edge.from]), r.ftmEnds(e.Properties[edge.to])
	}
	if len(from) == 0 || len(to) == 0 {
		r.left(e.ID, "an end of the relation is neither in the files nor in the record")
		return nil
	}
	when, err := graph.ParsePeriod(ftmDate(e.Properties["startDate"]) + "/" + ftmDate(e.Properties["endDate"]))
	if err != nil {
		r.left(e.ID, "the relation ends before it starts")
		return nil
	}
	for i, f := range from {
		for j, o := range to {
			k, known := graph.KindByName(edge.kind)
			if !known || f == o || !k.Fits(r.names.byID[f].kind, r.names.byID[o].kind) {
				r.left(e.ID, "there is no kind of relation for the schema between such actors")
				continue
			}
			rel := r.relation(ftmName(e.ID, i, j), f, edge.kind, o, when, graph.Reported)
			if edge.qualifier.Name != "" {
				rel.Qualifiers = []graph.Qualifier{edge.qualifier}
			}
			rel.Note = cut(strings.Join(slices.Concat(e.Properties["role"], e.Properties["status"], e.Properties["program"], e.Properties["percentage"]), "; "), graph.MaxName)
			rel.Evidence[0].Note = cut(strings.Join(slices.Concat(e.Datasets, e.Properties["sourceUrl"]), "; "), graph.MaxName)
			if err := r.emit(graph.Record{Relation: &rel}); err != nil {
				return err
			}
		}
	}
	return nil
}

// ftmName gives the name of a relation: the entity's id with a digest where letters of
// it were lost.
func ftmName(id string, i, j int) string {
	name := strings.TrimPrefix(slugWithDigest("", id), "-")
	if i+j > 0 {
		name += fmt.Sprintf("-%d-%d", i+1, j+1)
	}
	return name
}

// ftmEnds gives the actors of entities that are known.
func (r *run) ftmEnds(ids []string) []graph.ActorID {
	var out []graph.ActorID
	for _, id := range ids {
		if a, how := r.names.find(Party{Code: graph.Code{Scheme: "ftm", Value: id}}, always); how == ofItself || how == ByHand {
			out = append(out, a)
		}
	}
	return out
}

// ftmAuthorities gives who sanctions: the country, by its code, else the authority by
// its name.
func (r *run) ftmAuthorities(e ftmEntity) []graph.ActorID {
	var out []graph.ActorID
	for _, country := range e.Properties["country"] {
		if a, how := r.names.find(Party{Code: graph.Code{Scheme: "iso2", Value: strings.ToUpper(country)}}, always); how == ByCode || how == ByCodeOnly {
			out = append(out, a)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, authority := range e.Properties["authority"] {
		if a, ok := r.names.Find(Party{Name: authority}, always); ok {
			out = append(out, a)
		}
	}
	return out
}

// ftmDate gives the first of several dates as it is written, which is a part of EDTF.
func ftmDate(all []string) string {
	all = slices.Sorted(slices.Values(all))
	if len(all) == 0 {
		return ""
	}
	s := all[0]
	if len(s) > 10 {
		s = s[:10]
	}
	if _, err := graph.ParsePeriod(s); err != nil {
		return ""
	}
	return s
}
