package exchange_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange"
)

// gexfRule says what an element of GEXF 1.3 may hold. The rules are those of the format's
// specification as far as files of ours have its elements; whatever else stands in a
// file is a fault.
type gexfRule struct {
	inOrder    bool     // children stand in the order in which they are listed
	children   []string // that it may have; once each, unless many says else
	many       []string // of them, those that may stand any number of times
	must       []string // of them, those that must stand
	attributes map[string]func(string) bool
	needs      []string // attributes that must stand
	text       bool
}

func oneOfWords(words ...string) func(string) bool {
	return func(s string) bool { return slices.Contains(words, s) }
}

func anyText(string) bool { return true }

// aToken has no space at its ends, and none twice.
func aToken(s string) bool { return s == strings.Join(strings.Fields(s), " ") }

var aDate = regexp.MustCompile(`^-?\d{4,}-\d\d-\d\d$`).MatchString

var gexfRules = map[string]gexfRule{
	"gexf":        {inOrder: true, children: []string{"meta", "graph"}, must: []string{"graph"}, attributes: map[string]func(string) bool{"xmlns": oneOfWords("http://gexf.net/1.3"), "version": oneOfWords("1.3")}, needs: []string{"xmlns", "version"}},
	"meta":        {children: []string{"creator", "keywords", "description"}, attributes: map[string]func(string) bool{"lastmodifieddate": aDate}},
	"creator":     {text: true},
	"keywords":    {text: true},
	"description": {text: true},
	"graph": {inOrder: true, children: []string{"attributes", "nodes", "edges"}, many: []string{"attributes"}, must: []string{"nodes", "edges"}, attributes: map[string]func(string) bool{
		"defaultedgetype": oneOfWords("directed", "undirected", "mutual"), "mode": oneOfWords("static", "dynamic", "slice"), "timeformat": oneOfWords("integer", "double", "date", "dateTime"), "timerepresentation": oneOfWords("interval", "timestamp"),
	}},
	"attributes": {children: []string{"attribute"}, many: []string{"attribute"}, attributes: map[string]func(string) bool{"class": oneOfWords("node", "edge"), "mode": oneOfWords("static", "dynamic")}, needs: []string{"class"}},
	"attribute":  {attributes: map[string]func(string) bool{"id": anyText, "title": anyText, "type": oneOfWords("integer", "long", "double", "float", "boolean", "string", "anyURI")}, needs: []string{"id", "title", "type"}},
	"nodes":      {children: []string{"node"}, many: []string{"node"}},
	"edges":      {children: []string{"edge"}, many: []string{"edge"}},
	"node":       {children: []string{"attvalues", "spells"}, attributes: map[string]func(string) bool{"id": anyText, "label": aToken}, needs: []string{"id"}},
	"edge": {children: []string{"attvalues", "spells"}, attributes: map[string]func(string) bool{
		"id": anyText, "source": anyText, "target": anyText, "type": oneOfWords("directed", "undirected", "mutual"), "label": aToken, "kind": aToken,
	}, needs: []string{"source", "target"}},
	"attvalues": {children: []string{"attvalue"}, many: []string{"attvalue"}},
	"attvalue":  {attributes: map[string]func(string) bool{"for": anyText, "value": anyText}, needs: []string{"for", "value"}},
	"spells":    {children: []string{"spell"}, many: []string{"spell"}, must: []string{"spell"}},
	"spell":     {attributes: map[string]func(string) bool{"start": aDate, "end": aDate}},
}

// gexfFile is what the check keeps of a file while it goes through it.
type gexfFile struct {
	nodes, edges map[string]bool
	types        map[string]string // of the columns, by class and id
	class        string
}

// checkGEXF holds a file to the rules of GEXF 1.3, and to what a schema cannot say: ids
// stand once, ends are nodes, values are of columns that are declared and of their type.
func checkGEXF(file string) error {
	d := xml.NewDecoder(strings.NewReader(file))
	f := &gexfFile{nodes: map[string]bool{}, edges: map[string]bool{}, types: map[string]string{}}
	for {
		t, err := d.Token()
		if err != nil {
			return fmt.Errorf("no element: %w", err)
		}
		if start, ok := t.(xml.StartElement); ok {
			if start.Name.Local != "gexf" {
				return fmt.Errorf("the first element is %s", start.Name.Local)
			}
			if err := f.element(d, start); err != nil {
				return err
			}
			if _, err := d.Token(); err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
	}
}

func (f *gexfFile) element(d *xml.Decoder, e xml.StartElement) error {
	name := e.Name.Local
	rule, known := gexfRules[name]
	if !known || e.Name.Space != "http://gexf.net/1.3" {
		return fmt.Errorf("there is no element %s", name)
	}
	has := map[string]string{}
	for _, a := range e.Attr {
		if is := rule.attributes[a.Name.Local]; is == nil || !is(a.Value) {
			return fmt.Errorf("%s has %s=%q", name, a.Name.Local, a.Value)
		}
		has[a.Name.Local] = a.Value
	}
	for _, n := range rule.needs {
		if _, ok := has[n]; !ok {
			return fmt.Errorf("%s has no %s", name, n)
		}
	}
	if err := f.meaning(name, has); err != nil {
		return err
	}
	var children []string
	for {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch x := t.(type) {
		case xml.EndElement:
			return rule.holds(name, children)
		case xml.CharData:
			if !rule.text && strings.TrimSpace(string(x)) != "" {
				return fmt.Errorf("%s holds the text %q", name, x)
			}
		case xml.StartElement:
			children = append(children, x.Name.Local)
			if err := f.element(d, x); err != nil {
				return err
			}
		}
	}
}

// holds checks the children of an element.
func (r gexfRule) holds(name string, children []string) error {
	last := 0
	for i, c := range children {
		at := slices.Index(r.children, c)
		switch {
		case at < 0:
			return fmt.Errorf("%s holds %s", name, c)
		case r.inOrder && at < last:
			return fmt.Errorf("in %s, %s comes after %s", name, c, r.children[last])
		case !slices.Contains(r.many, c) && slices.Contains(children[:i], c):
			return fmt.Errorf("%s holds %s twice", name, c)
		}
		last = at
	}
	for _, m := range r.must {
		if !slices.Contains(children, m) {
			return fmt.Errorf("%s holds no %s", name, m)
		}
	}
	return nil
}

// meaning checks what attributes refer to.
func (f *gexfFile) meaning(name string, has map[string]string) error {
	once := func(all map[string]bool, id string) error {
		if all[id] {
			return fmt.Errorf("%s %q stands twice", name, id)
		}
		all[id] = true
		return nil
	}
	switch name {
	case "attributes":
		f.class = has["class"]
	case "nodes":
		f.class = "node"
	case "edges":
		f.class = "edge"
	case "attribute":
		if f.types[f.class+" "+has["id"]] != "" {
			return fmt.Errorf("the column %s of %ss is declared twice", has["id"], f.class)
		}
		f.types[f.class+" "+has["id"]] = has["type"]
	case "node":
		return once(f.nodes, has["id"])
	case "edge":
		if !f.nodes[has["source"]] || !f.nodes[has["target"]] {
			return fmt.Errorf("the edge %q leads to no node", has["id"])
		}
		return once(f.edges, has["id"])
	case "attvalue":
		return f.valued(has["for"], has["value"])
	case "spell":
		if has["start"] != "" && has["end"] != "" && has["start"] > has["end"] || has["start"] == "" && has["end"] == "" {
			return fmt.Errorf("a spell from %q to %q", has["start"], has["end"])
		}
	}
	return nil
}

// valued checks a value by the type of its column.
func (f *gexfFile) valued(column, value string) error {
	kind := f.types[f.class+" "+column]
	var err error
	switch kind {
	case "":
		return fmt.Errorf("there is no column %s of %ss", column, f.class)
	case "integer", "long":
		_, err = strconv.ParseInt(value, 10, 64)
	case "double", "float":
		_, err = strconv.ParseFloat(value, 64)
	case "boolean":
		if value != "true" && value != "false" {
			err = fmt.Errorf("%q is no boolean", value)
		}
	}
	return err
}

// Files keep the rules of GEXF 1.3, with all that is awkward in words and dates, and the
// check finds what does not.
func TestGEXFKeepsItsRules(t *testing.T) {
	bundled, err := dataset.Records()
	if err != nil {
		t.Fatal(err)
	}
	snap := open(t, bundled, awkward(t))
	f, err := exchange.FormatByName("gexf")
	if err != nil {
		t.Fatal(err)
	}
	about := exchange.About{Program: "Entente & co", Revision: 2, Recorded: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), Selection: "text=a%26b", Address: "/export/gexf?text=a%26b"}
	var b strings.Builder
	if err := f.Write(&b, about, exchange.Records(t.Context(), snap, exchange.Find(t.Context(), snap, graph.RelationFilter{}))); err != nil {
		t.Fatal(err)
	}
	file := b.String()
	if err := checkGEXF(file); err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]string{
		"another version":       {`version="1.3"`, `version="1.2"`},
		"an attribute unknown":  {`<nodes>`, `<nodes color="red">`},
		"an element unknown":    {`<edges>`, `<edges><x/>`},
		"a date that is none":   {`<spell start="`, `<spell start="x`},
		"an end that is no one": {`source="`, `source="nobody-`},
		"a column unknown":      {`<attvalue for="`, `<attvalue for="x-`},
		"no id":                 {`<node id=`, `<node label=`},
		"a type unknown":        {`type="undirected"`, `type="both"`},
		"text":                  {`<nodes>`, `<nodes>Mali`},
		"nodes after edges":     {"<nodes>", "<edges></edges><nodes>"},
	} {
		damaged := strings.Replace(file, pair[0], pair[1], 1)
		if damaged == file {
			t.Errorf("%s: the file has no %s", name, pair[0])
		}
		if err := checkGEXF(damaged); err == nil {
			t.Errorf("%s is not found", name)
		}
	}
}
