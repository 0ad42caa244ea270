package exchange

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// The record as statements of RDF, the same for every serialization. A relation is
// reified: a bare triple would claim it without its period, its modality and its
// sources. docs/export.md describes the vocabulary.

// rdfPrefixes are the vocabularies, in the order in which files declare them.
var rdfPrefixes = []struct{ name, address string }{
	{"ent", "https://github.com/entente/entente/blob/main/docs/export.md#"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"owl", "http://www.w3.org/2002/07/owl#"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"},
	{"foaf", "http://xmlns.com/foaf/0.1/"},
	{"void", "http://rdfs.org/ns/void#"},
	{"edtf", "http://id.loc.gov/datatypes/edtf/"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
}

// rdfTerm is what a property leads to: a node by its address, or a text with a
// language or a datatype.
type rdfTerm struct {
	address  string // if a node; prefixed where prefix says so
	prefixed bool
	text     string
	language string
	datatype string // prefixed; empty for a plain text
}

// rdfNode is a node with its properties, which are written in their order. Its
// address is empty for the file itself.
type rdfNode struct {
	address    string
	properties []rdfProperty
}

type rdfProperty struct {
	name   string // prefixed; "a" for the type
	values []rdfTerm
}

// entente gives the address of a thing of the record by its id. Ids have letters,
// digits, hyphens, dots and underscores only, and the word for what they name.
func entente[ID ~string](id ID) string {
	s := string(id)
	if !strings.Contains(s, ":") {
		s = "actor:" + s
	}
	return "urn:entente:" + s
}

func rdfNodeOf[ID ~string](id ID) rdfTerm { return rdfTerm{address: entente(id)} }

func rdfWord(prefixed string) rdfTerm { return rdfTerm{address: prefixed, prefixed: true} }

func rdfTyped(text, datatype string) rdfTerm { return rdfTerm{text: text, datatype: datatype} }

// say adds values of a property, those that are not empty.
func (n *rdfNode) say(name string, values ...rdfTerm) {
	var told []rdfTerm
	for _, v := range values {
		if v.address != "" && v.address != "urn:entente:actor:" || v.text != "" {
			told = append(told, v)
		}
	}
	if len(told) == 0 {
		return
	}
	for i := range n.properties {
		if p := &n.properties[i]; p.name == name {
			p.values = append(p.values, told...)
			return
		}
	}
	n.properties = append(n.properties, rdfProperty{name, told})
}

func (n *rdfNode) sayText(name, text string) { n.say(name, rdfTerm{text: text}) }

func (n *rdfNode) sayNumber(name string, v float64) { n.say(name, rdfTyped(number(v), "xsd:decimal")) }

func (n *rdfNode) sayPeriod(name string, p graph.Period) {
	n.say(name, rdfTyped(p.String(), "edtf:EDTF"))
}

func (n *rdfNode) sayDay(name string, d graph.Day) { n.say(name, rdfTyped(day(d), "xsd:date")) }

// rdfAbout says what the file holds.
func rdfAbout(a About) rdfNode {
	n := rdfNode{}
	n.say("a", rdfWord("void:Dataset"), rdfWord("prov:Entity"))
	n.sayText("dcterms:title", a.name())
	n.sayText("dcterms:bibliographicCitation", a.Citation())
	n.sayText("dcterms:license", a.License)
	n.sayText("dcterms:creator", a.Program)
	n.say("dcterms:issued", rdfTyped(recorded(a.Recorded), "xsd:dateTime"))
	n.say("ent:revision", rdfTyped(strconv.FormatUint(uint64(a.Revision), 10), "xsd:integer"))
	n.sayText("ent:scenario", a.Scenario)
	n.sayText("ent:selection", a.Selection)
	n.sayText("ent:address", a.Address)
	n.sayText("ent:omitted", a.Omitted)
	return n
}

// rdfOf gives the nodes that say a record.
func rdfOf(rec graph.Record) []rdfNode {
	switch {
	case rec.Actor != nil:
		return []rdfNode{rdfActor(rec.Actor)}
	case rec.Source != nil:
		return []rdfNode{rdfSource(rec.Source)}
	case rec.Event != nil:
		return rdfEvent(rec.Event)
	case rec.Relation != nil:
		return rdfRelation(rec.Relation)
	}
	return nil
}

func rdfActor(a *graph.Actor) rdfNode {
	n := rdfNode{address: entente(a.ID)}
	n.say("a", rdfWord("ent:Actor"), rdfWord("ent:"+string(a.Kind)), rdfWord("prov:Agent"))
	n.names(a.Names)
	for _, c := range a.Codes {
		n.code(c)
	}
	n.sayPeriod("ent:exists", a.Exists)
	n.sayText("dcterms:description", a.Description)
	if a.Seat != nil {
		n.sayText("ent:seat", a.Seat.Name)
		n.sayNumber("geo:lat", a.Seat.Latitude)
		n.sayNumber("geo:long", a.Seat.Longitude)
	}
	for _, o := range a.Obligations {
		n.say("ent:obligation", rdfWord("ent:"+string(o)))
	}
	for _, m := range a.MergedFrom {
		n.say("dcterms:replaces", rdfNodeOf(m))
	}
	return n
}

func (n *rdfNode) names(all []graph.Name) {
	var labels, others []rdfTerm
	for _, name := range all {
		term := rdfTerm{text: name.Text, language: languageTag(name.Language)}
		if name.Primary {
			labels = append(labels, term)
		} else {
			others = append(others, term)
		}
	}
	if len(labels) == 0 && len(others) > 0 {
		labels, others = others[:1], others[1:]
	}
	n.say("rdfs:label", labels...)
	n.say("skos:altLabel", others...)
}

var languageTags = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// languageTag gives a language as RDF can write it, or none.
func languageTag(s string) string {
	if !languageTags.MatchString(s) {
		return ""
	}
	return s
}

// code says an identifier that others keep, and links to their own page of it where
// there is one: Wikidata's, and for states the European Union's authority file, whose
// names are those of ISO 3166-1.
func (n *rdfNode) code(c graph.Code) {
	n.sayText("skos:notation", c.Scheme+":"+c.Value)
	value := url.PathEscape(c.Value) // which leaves no sign that an address may not hold
	switch c.Scheme {
	case "wikidata":
		n.say("owl:sameAs", rdfTerm{address: "http://www.wikidata.org/entity/" + value})
	case "iso3":
		n.sayText("ent:iso3", c.Value)
		n.say("skos:closeMatch", rdfTerm{address: "http://publications.europa.eu/resource/authority/country/" + value})
	}
}

func rdfSource(s *graph.Source) rdfNode {
	n := rdfNode{address: entente(s.ID)}
	n.say("a", rdfWord("ent:Source"), rdfWord("prov:Entity"))
	n.sayText("dcterms:title", s.Title)
	n.sayText("dcterms:publisher", s.Publisher)
	n.sayPeriod("dcterms:issued", s.Published)
	n.sayText("dcterms:rights", s.License)
	n.say("foaf:page", rdfTerm{address: webAddress(s.Address)})
	n.sayText("rdfs:comment", s.Note)
	return n
}

// webAddress gives an address without what an IRI may not hold.
func webAddress(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func rdfEvent(e *graph.Event) []rdfNode {
	n := rdfNode{address: entente(e.ID)}
	n.say("a", rdfWord("ent:Event"), rdfWord("prov:Entity"))
	n.names(e.Names)
	n.sayPeriod("ent:period", e.Period)
	n.days(e.Bounds())
	n.say("ent:place", rdfNodeOf(e.Place))
	n.sayText("rdfs:comment", e.Note)
	nodes := []rdfNode{{}} // the event comes first, when it is whole
	for i, p := range e.Participants {
		part := rdfNode{address: fmt.Sprintf("%s:participant:%d", entente(e.ID), i+1)}
		part.say("a", rdfWord("ent:Participation"), rdfWord("prov:Entity"))
		part.say("ent:actor", rdfNodeOf(p.Actor))
		part.sayText("ent:role", p.Role)
		part.evidence(p.Evidence)
		n.say("ent:participant", rdfTerm{address: part.address})
		nodes = append(nodes, part)
	}
	for i, l := range e.Links {
		link := rdfNode{address: fmt.Sprintf("%s:link:%d", entente(e.ID), i+1)}
		link.say("a", rdfWord("ent:EventLink"), rdfWord("prov:Entity"))
		link.say("ent:kind", rdfWord("ent:"+string(l.Kind)))
		link.say("ent:to", rdfNodeOf(l.To))
		link.evidence(l.Evidence)
		n.say("ent:link", rdfTerm{address: link.address})
		nodes = append(nodes, link)
	}
	nodes[0] = n
	return append(nodes, rdfEvidence(e.Evidence())...)
}

func rdfRelation(r *graph.Relation) []rdfNode {
	n := rdfNode{address: entente(r.ID)}
	edge := r.Edge()
	n.say("a", rdfWord("ent:Relation"), rdfWord("rdf:Statement"), rdfWord("prov:Entity"))
	n.say("rdf:subject", rdfNodeOf(r.From))
	n.say("rdf:predicate", rdfWord("ent:"+string(r.Kind)))
	n.say("rdf:object", rdfNodeOf(r.To))
	n.sayPeriod("ent:period", r.Period)
	n.days(edge.Bounds)
	n.sayNumber("ent:weight", edge.Weight)
	n.sayNumber("ent:intensity", edge.Intensity)
	n.sayNumber("ent:confidence", edge.Confidence)
	n.say("ent:modality", rdfWord("ent:"+string(edge.Modality)))
	n.say("ent:about", rdfNodeOf(r.About.Actor), rdfTerm{address: eventAddress(r.About.Event)}, rdfTerm{text: r.About.Text})
	n.say("ent:place", rdfNodeOf(r.Place))
	n.say("ent:event", rdfTerm{address: eventAddress(r.Event)})
	for _, q := range r.Qualifiers {
		n.sayText("ent:qualifier", q.Name+"="+q.Value)
	}
	for _, s := range r.Scaled {
		n.sayText("ent:scaled", fmt.Sprintf("%s %s: %s", s.Scale, s.Version, number(s.Value)))
	}
	n.sayText("ent:likelihood", r.Likelihood)
	n.sayText("rdfs:comment", r.Note)
	n.say("ent:revision", rdfTyped(strconv.FormatUint(uint64(r.Revision), 10), "xsd:integer"))
	n.evidence(r.Evidence)
	return append([]rdfNode{n}, rdfEvidence(r.Evidence)...)
}

func eventAddress(id graph.EventID) string {
	if id == "" {
		return ""
	}
	return entente(id)
}

// days says between which days something began and ended, as far as they are known.
func (n *rdfNode) days(b graph.Bounds) {
	n.sayDay("ent:startMin", b.StartMin)
	n.sayDay("ent:startMax", b.StartMax)
	n.sayDay("ent:endMin", b.EndMin)
	n.sayDay("ent:endMax", b.EndMax)
}

// evidence links to the evidence. Only what supports a thing is what it derives from.
func (n *rdfNode) evidence(all []graph.Evidence) {
	var supports, disputes []rdfTerm
	for _, e := range all {
		if e.Stance == graph.Disputes {
			disputes = append(disputes, rdfNodeOf(e.ID))
		} else {
			supports = append(supports, rdfNodeOf(e.ID))
		}
	}
	n.say("prov:wasDerivedFrom", supports...)
	n.say("ent:disputedBy", disputes...)
}

func rdfEvidence(all []graph.Evidence) []rdfNode {
	nodes := make([]rdfNode, len(all))
	for i, e := range all {
		n := rdfNode{address: entente(e.ID)}
		n.say("a", rdfWord("ent:Evidence"), rdfWord("prov:Entity"))
		n.say("prov:hadPrimarySource", rdfNodeOf(e.Source))
		n.sayText("prov:value", e.Quotation)
		n.say("prov:wasAttributedTo", rdfNodeOf(e.SaidBy))
		n.sayText("ent:saidBy", e.SaidByText)
		n.say("ent:stance", rdfWord("ent:"+string(e.Stance)))
		n.say("ent:modality", rdfWord("ent:"+string(e.Modality)))
		n.sayText("ent:grade", grade(e.Grade))
		n.sayText("ent:likelihood", e.Likelihood)
		n.sayPeriod("ent:observed", e.Observed)
		n.sayPeriod("dcterms:issued", e.Published)
		n.sayText("rdfs:comment", e.Note)
		nodes[i] = n
	}
	return nodes
}
