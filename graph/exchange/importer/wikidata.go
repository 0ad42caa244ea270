package importer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// wikidata reads entities of Wikidata in JSON (as Special:EntityData and the dumps have
// them), and results of its query service in SPARQL's JSON.
var wikidata = Format{
	Name: "wikidata", Title: "Wikidata: entities in JSON, or a SPARQL result", codes: "wikidata",
	reliable: graph.Grade{Reliability: "C", Credibility: 3},
	Source: graph.Source{
		ID: "source:wikidata", Title: "Wikidata", Publisher: "Wikimedia Foundation", Address: "https://www.wikidata.org", License: "CC0 1.0",
		Published: graph.MustPeriod("2012/.."), Note: "Statements of the items; deprecated ones are left out.",
	},
	shapes: []shape{
		{name: "a SPARQL result", starts: beginsWith(`{"head"`), stream: sparqlResult},
		{name: "entities in JSON", starts: beginsWith(`{"entities"`, `{"type"`, `{"id":"Q`, `{"pageid"`, "["), stream: wikidataEntities},
	},
}

// beginsWith recognizes a file by how it begins, whatever space is in it.
func beginsWith(all ...string) func(string, []byte) bool {
	return func(_ string, start []byte) bool {
		packed := bytes.Join(bytes.Fields(start[:min(len(start), 200)]), nil)
		return slices.ContainsFunc(all, func(s string) bool { return bytes.HasPrefix(packed, []byte(s)) })
	}
}

// property is what a property of Wikidata stands for: from the item to the value, or
// the other way round.
type property struct {
	kind      graph.KindName
	turned    bool
	qualifier graph.Qualifier
}

var properties = map[string]property{
	"P463":  {kind: graph.MemberOf},
	"P47":   {kind: "BORDERS"},
	"P39":   {kind: graph.HoldsOffice},
	"P1001": {kind: graph.OfficeOf}, "P2389": {kind: graph.OfficeOf},
	"P361": {kind: "PART_OF"}, "P527": {kind: "PART_OF", turned: true}, "P749": {kind: "PART_OF"}, "P355": {kind: "PART_OF", turned: true},
	"P127":  {kind: "CONTROLS", turned: true, qualifier: graph.Qualifier{Name: "manner", Value: "ownership"}},
	"P137":  {kind: "CONTROLS", turned: true, qualifier: graph.Qualifier{Name: "manner", Value: "command"}},
	"P1891": {kind: "SIGNS"}, // signatory: the item is the treaty
}

// actorKinds says what an item is, by what it is an instance of. The first that is
// known counts.
var wikidataKinds = map[string]graph.ActorKind{
	"Q5": graph.Person, "Q6256": graph.State, "Q3624078": graph.State, "Q3024240": graph.State, "Q7275": graph.State,
	"Q484652": graph.Organization, "Q245065": graph.Organization, "Q43229": graph.Organization, "Q7210356": graph.Organization, "Q1335818": graph.Organization, "Q4120211": graph.Organization,
	"Q4164871": graph.Office, "Q294414": graph.Office, "Q30461": graph.Office, "Q14212": graph.Office, "Q48352": graph.Office, "Q2285706": graph.Office,
	"Q131569": graph.Treaty, "Q252550": graph.Treaty, "Q625298": graph.Treaty, "Q9557810": graph.Treaty,
	"Q4830453": graph.Company, "Q783794": graph.Company, "Q6881511": graph.Company, "Q891723": graph.Company,
	"Q17149090": graph.ArmedGroup, "Q15239622": graph.ArmedGroup, "Q1153191": graph.ArmedGroup, "Q17127659": graph.ArmedGroup, "Q2659904": graph.Government,
	"Q37726": graph.ArmedForce, "Q772547": graph.ArmedForce, "Q176799": graph.ArmedForce, "Q7188": graph.Government, "Q35798": graph.Government, "Q192350": graph.Government, "Q327333": graph.Government,
	"Q82794": graph.Region, "Q56061": graph.Region, "Q515": graph.Region, "Q10864048": graph.Region,
}

// entity is an item as far as it is read.
type entity struct {
	ID           string                              `json:"id"`
	Labels       map[string]struct{ Value string }   `json:"labels"`
	Aliases      map[string][]struct{ Value string } `json:"aliases"`
	Descriptions map[string]struct{ Value string }   `json:"descriptions"`
	Claims       map[string][]claim                  `json:"claims"`
}

type claim struct {
	ID         string            `json:"id"`
	Rank       string            `json:"rank"`
	Main       snak              `json:"mainsnak"`
	Qualifiers map[string][]snak `json:"qualifiers"`
	References []struct {
		Snaks map[string][]snak `json:"snaks"`
	} `json:"references"`
}

type snak struct {
	Type  string `json:"snaktype"`
	Value struct {
		Type  string          `json:"type"`
		Value json.RawMessage `json:"value"`
	} `json:"datavalue"`
}

// maxEntity bounds an item in bytes: the greatest of Wikidata have some five million.
const maxEntity = maxRow

// wikidataEntities reads entities one after the other: of one object "entities", of a
// list, or one a line. What an item leads to must stand in the file or in the record.
func wikidataEntities(r *run, name string, in io.Reader) error {
	if err := r.cited(); err != nil {
		return err
	}
	s := stateOf(r, func() *items { return &items{} }, func(s *items) error { return s.end(r) })
	return eachObject(r, name, in, func(raw []byte, at string) error {
		var e entity
		if err := json.Unmarshal(raw, &e); err != nil {
			return inFile(at, graph.Errorf(graph.ErrInvalid, "is no entity of Wikidata: %v", err))
		}
		if !isItem(e.ID) {
			r.left(at, "it is a property or a lexeme, and no item")
			return nil
		}
		r.report.Rows++
		return s.item(r, e)
	})
}

func isItem(id string) bool {
	return len(id) > 1 && id[0] == 'Q' && strings.Trim(id[1:], "0123456789") == ""
}

// items keeps the statements until all items are known, since they lead to one another.
type items struct{ waiting []statement }

type statement struct {
	id       string
	from, to string // items
	property
	first, last string
	point       bool
	note        string
}

// item records an item as an actor, and keeps its statements.
func (s *items) item(r *run, e entity) error {
	p := Party{Code: graph.Code{Scheme: "wikidata", Value: e.ID}}
	_, _, err := r.actor(p, always, func(graph.ActorID) graph.Actor { return e.actor(r) }, "")
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(keysOf(properties)) {
		for _, c := range e.Claims[name] {
			x, ok := c.statement(e.ID, properties[name])
			if !ok {
				continue
			}
			if c.Rank == "deprecated" {
				r.left(e.ID, "the statement is deprecated")
				continue
			}
			s.waiting = append(s.waiting, x)
		}
	}
	return nil
}

func (e entity) actor(r *run) graph.Actor {
	a := graph.Actor{
		Kind: graph.Unknown, Codes: []graph.Code{{Scheme: "wikidata", Value: e.ID}}, Description: cut(e.Descriptions["en"].Value, graph.MaxName),
	}
	for _, c := range e.Claims["P31"] {
		if k, ok := wikidataKinds[c.Main.item()]; ok && c.Rank != "deprecated" {
			a.Kind = k
			break
		}
	}
	label := cmp.Or(e.Labels["en"].Value, e.Labels["mul"].Value, e.ID)
	a.ID = r.names.id("wikidata", label)
	a.Names = []graph.Name{{Text: cut(label, graph.MaxName), Language: "en", Primary: true}}
	for _, l := range slices.Sorted(keysOf(e.Labels)) {
		if text := cut(e.Labels[l].Value, graph.MaxName); text != "" && l != "en" && l != "mul" && len(l) <= 3 && text != label && len(a.Names) < 100 {
			a.Names = append(a.Names, graph.Name{Text: text, Language: l, Primary: true})
		}
	}
	for _, x := range e.Aliases["en"] {
		if text := cut(x.Value, graph.MaxName); text != "" && len(a.Names) < 200 {
			a.Names = append(a.Names, graph.Name{Text: text, Language: "en"})
		}
	}
	for scheme, name := range map[string]string{"iso2": "P297", "iso3": "P298"} {
		for _, c := range e.Claims[name] {
			if v := c.Main.text(); v != "" && a.Kind == graph.State {
				a.Codes = append(a.Codes, graph.Code{Scheme: scheme, Value: v})
			}
		}
	}
	slices.SortFunc(a.Codes[1:], func(x, y graph.Code) int { return cmp.Compare(x.Scheme, y.Scheme) })
	a.Exists = periodOrNone(earliest(e.Claims["P571"]), earliest(e.Claims["P576"]))
	return a
}

// earliest gives the date of the first statement that has one.
func earliest(all []claim) string {
	for _, c := range all {
		if d := c.Main.date(); d != "" && c.Rank != "deprecated" {
			return d
		}
	}
	return ""
}

// statement reads a statement that leads to an item.
func (c claim) statement(item string, p property) (statement, bool) {
	to := c.Main.item()
	if to == "" {
		return statement{}, false
	}
	x := statement{id: c.ID, from: item, to: to, property: p}
	if p.turned || p.kind == "SIGNS" {
		x.from, x.to = to, item
	}
	x.first, x.last = dateOf(c.Qualifiers["P580"]), dateOf(c.Qualifiers["P582"])
	if d := dateOf(c.Qualifiers["P585"]); d != "" && x.first == "" && x.last == "" {
		x.first, x.last, x.point = d, d, true
	}
	x.note = referencesOf(c)
	return x, true
}

// referencesOf says on what a statement rests.
func referencesOf(c claim) string {
	for _, ref := range c.References {
		for _, s := range ref.Snaks["P854"] {
			if url := s.text(); url != "" {
				return cut("Reference: "+url, graph.MaxName)
			}
		}
	}
	if len(c.References) > 0 {
		return fmt.Sprintf("With %d references.", len(c.References))
	}
	return "Without a reference."
}

func dateOf(all []snak) string {
	for _, s := range all {
		if d := s.date(); d != "" {
			return d
		}
	}
	return ""
}

// item gives the item that a value names, or nothing.
func (s snak) item() string {
	var v struct {
		ID   string `json:"id"`
		Type string `json:"entity-type"`
		N    int    `json:"numeric-id"`
	}
	if s.Type != "value" || s.Value.Type != "wikibase-entityid" || json.Unmarshal(s.Value.Value, &v) != nil {
		return ""
	}
	if v.ID == "" && v.Type == "item" {
		v.ID = fmt.Sprintf("Q%d", v.N)
	}
	if !isItem(v.ID) {
		return ""
	}
	return v.ID
}

func (s snak) text() string {
	var v string
	if s.Type != "value" || s.Value.Type != "string" || json.Unmarshal(s.Value.Value, &v) != nil {
		return ""
	}
	return v
}

// date gives a time as precisely as Wikidata has it: day 11, month 10, year 9.
func (s snak) date() string {
	var v struct {
		Time      string `json:"time"`
		Precision int    `json:"precision"`
	}
	if s.Type != "value" || s.Value.Type != "time" || json.Unmarshal(s.Value.Value, &v) != nil {
		return ""
	}
	return wikidataDate(v.Time, v.Precision)
}

// wikidataDate reads "+1960-09-22T00:00:00Z". What is before the year 1 or less precise
// than a decade is not a date here.
func wikidataDate(text string, precision int) string {
	var y, m, d int
	if n, err := fmt.Sscanf(text, "+%d-%d-%dT", &y, &m, &d); err != nil || n != 3 || y < 1 || y > 9999 {
		return ""
	}
	switch {
	case precision >= 11:
		return date(y, m, d)
	case precision == 10:
		return date(y, m, 0)
	case precision == 9:
		return date(y, 0, 0)
	case precision == 8:
		return yearText(y)[:3] + "X"
	}
	return ""
}

// end records the statements whose both ends are known.
func (s *items) end(r *run) error {
	seen := map[string]bool{}
	for _, x := range s.waiting {
		from, ok1 := r.knownItem(x.from)
		to, ok2 := r.knownItem(x.to)
		if !ok1 || !ok2 {
			r.left(x.from+" "+x.to, "the statement leads to an item that is neither in the file nor in the record")
			continue
		}
		if err := r.statement(x, from, to, seen); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) knownItem(id string) (graph.ActorID, bool) {
	a, how := r.names.find(Party{Code: graph.Code{Scheme: "wikidata", Value: id}}, always)
	return a, how == ofItself || how == ByCode || how == ByCodeOnly || how == ByHand
}

// statement records a statement, unless it does not fit what its ends are.
func (r *run) statement(x statement, from, to graph.ActorID, seen map[string]bool) error {
	k, _ := graph.KindByName(x.kind)
	if from == to || !k.Fits(r.names.byID[from].kind, r.names.byID[to].kind) {
		r.left(x.from+" "+x.to, "the two items are no actors between which the statement’s kind of relation can stand")
		return nil
	}
	name := slugWords(strings.ReplaceAll(x.id, "$", "-"))
	if k.Symmetric { // both items say it
		a, b := min(x.from, x.to), max(x.from, x.to)
		name = strings.ToLower(string(x.kind) + "-" + a + "-" + b + "-" + x.first)
		name = slugWords(name)
	}
	if seen[name] {
		return nil
	}
	seen[name] = true
	p := x.first + "/" + x.last
	if x.point {
		p = x.first
	}
	when, err := graph.ParsePeriod(p)
	if err != nil {
		r.left(x.from+" "+x.to, "the statement ends before it starts")
		return nil
	}
	rel := r.relation(name, from, x.kind, to, when, graph.Asserted)
	if x.qualifier.Name != "" {
		rel.Qualifiers = []graph.Qualifier{x.qualifier}
	}
	rel.Evidence[0].Note = x.note
	return r.emit(graph.Record{Relation: &rel})
}

// cut cuts a text to so many characters, and takes control characters out.
func cut(s string, most int) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c >= 0x7F && c < 0xA0 {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most-1]) + "…"
	}
	return strings.TrimSpace(s)
}
