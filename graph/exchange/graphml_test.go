package exchange_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

// xmlGraph is a GraphML file as encoding/xml reads it, knowing nothing of ours.
type xmlGraph struct {
	XMLName xml.Name  `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
	Desc    string    `xml:"desc"`
	Keys    []xmlKey  `xml:"key"`
	Data    []xmlData `xml:"graph>data"`
	Nodes   []xmlNode `xml:"graph>node"`
	Edges   []xmlEdge `xml:"graph>edge"`
}

type xmlKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
	Type string `xml:"attr.type,attr"`
}

type xmlData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

type xmlNode struct {
	ID   string    `xml:"id,attr"`
	Data []xmlData `xml:"data"`
}

type xmlEdge struct {
	ID     string    `xml:"id,attr"`
	Source string    `xml:"source,attr"`
	Target string    `xml:"target,attr"`
	Data   []xmlData `xml:"data"`
}

// checked reads a file and holds it to the rules of GraphML: keys are declared,
// their values are of their types, ids stand once, ends are nodes.
func checked(t testing.TB, file string) xmlGraph {
	t.Helper()
	var g xmlGraph
	if err := xml.Unmarshal([]byte(file), &g); err != nil {
		t.Fatal(err)
	}
	keys := map[string]xmlKey{}
	for _, k := range g.Keys {
		if _, twice := keys[k.ID]; twice {
			t.Errorf("key %s is declared twice", k.ID)
		}
		keys[k.ID] = k
	}
	check := func(of string, data []xmlData) {
		for _, d := range data {
			k, ok := keys[d.Key]
			if !ok || k.For != of {
				t.Errorf("%s has data of key %s, declared %+v", of, d.Key, k)
			}
			var err error
			switch k.Type {
			case "double":
				_, err = strconv.ParseFloat(d.Value, 64)
			case "int", "long":
				_, err = strconv.ParseInt(d.Value, 10, 64)
			case "boolean":
				_, err = strconv.ParseBool(d.Value)
			}
			if err != nil {
				t.Errorf("key %s: %v", d.Key, err)
			}
		}
	}
	ids := map[string]bool{}
	for _, n := range g.Nodes {
		if ids[n.ID] {
			t.Errorf("node %s stands twice", n.ID)
		}
		ids[n.ID] = true
		check("node", n.Data)
	}
	for _, e := range g.Edges {
		if !ids[e.Source] || !ids[e.Target] || ids[e.ID] {
			t.Errorf("edge %s leads from %s to %s: an end is no node, or the id stands twice", e.ID, e.Source, e.Target)
		}
		ids[e.ID] = true
		check("edge", e.Data)
	}
	check("graph", g.Data)
	return g
}

func value(data []xmlData, key string) string {
	for _, d := range data {
		if d.Key == key {
			return d.Value
		}
	}
	return ""
}

func TestGraphML(t *testing.T) {
	records := graphtest.Records(t, sahel)
	for _, r := range records {
		if r.Actor != nil && r.Actor.ID == "mali" {
			r.Actor.Seat = &graph.Place{Name: "Bamako", Latitude: 12.65, Longitude: -8}
		}
	}
	snap := open(t, records)
	g := checked(t, write(t, "graphml", exchange.Whole(t.Context(), snap)))
	if len(g.Edges) != 4 || len(g.Nodes) != 5 {
		t.Errorf("%d edges and %d nodes, want the 4 relations and the 5 actors at their ends", len(g.Edges), len(g.Nodes))
	}
	for _, n := range g.Nodes {
		if n.ID == "mali" && (value(n.Data, "n_latitude") != "12.65" || value(n.Data, "n_seat") != "Bamako" || value(n.Data, "n_kind") != "STATE") {
			t.Errorf("mali is %v", n.Data)
		}
	}
	for _, e := range g.Edges {
		if e.ID == "relation:call" && (value(e.Data, "e_quotation") != "spoke about Niger" || value(e.Data, "e_signed_weight") != "0.15") {
			t.Errorf("the call is %v", e.Data)
		}
	}
	for _, k := range g.Keys {
		if strings.EqualFold(k.Name, "weight") {
			t.Error("a key named weight: Gephi drops the edges whose weight is 0")
		}
	}
}

// A file says what it holds and how to cite it.
func TestGraphMLSaysWhatItHolds(t *testing.T) {
	var b bytes.Buffer
	about := exchange.About{
		Program: "Entente v1", Revision: 3, Recorded: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
		Selection: "class=TIE&on=2023-08-15", Address: "http://example.org/x?a=1&b=2", License: "CC BY 4.0",
	}
	f, _ := exchange.FormatByName("graphml")
	if err := f.Write(&b, about, sequence(graphtest.Records(t, "a -CALLS 2023-> b"))); err != nil {
		t.Fatal(err)
	}
	g := checked(t, b.String())
	want := "Entente v1: relations between states and their sources, revision 3 of 2026-05-01, selected by class=TIE&on=2023-08-15, http://example.org/x?a=1&b=2. License: CC BY 4.0"
	if g.Desc != want {
		t.Errorf("got  %s\nwant %s", g.Desc, want)
	}
	if value(g.Data, "g_revision") != "3" || value(g.Data, "g_selection") != about.Selection || value(g.Data, "g_recorded") != "2026-05-01T12:00:00Z" {
		t.Errorf("the graph says %v", g.Data)
	}
}

// Whatever stands in a text, the file is XML.
func TestGraphMLHoldsAnyText(t *testing.T) {
	records := graphtest.Records(t, "a -CALLS 2023-> b")
	for _, r := range records {
		if r.Relation != nil {
			r.Relation.Note = "<&>\"' ]]> \x01\uFFFE\u2028 \U0001F600"
		}
	}
	g := checked(t, write(t, "graphml", sequence(records)))
	if got, want := value(g.Edges[0].Data, "e_note"), "<&>\"' ]]> \uFFFD\uFFFD\u2028 \U0001F600"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

const readByNetworkx = `
import json, sys, networkx
g = networkx.read_graphml(sys.argv[1])
edges = [d for _, _, d in g.edges(data=True)]
print(json.dumps({"directed": g.is_directed(), "nodes": g.number_of_nodes(), "edges": len(edges),
  "mali": g.nodes["mali"]["label"], "weights": sum(type(d["signed_weight"]) is float for d in edges),
  "revision": g.graph.get("revision")}))
`

// The bundled record is read by networkx, where that is at hand, and by the check
// above everywhere.
func TestGraphMLOfTheBundledRecord(t *testing.T) {
	bundled, err := dataset.Records()
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, "graphml", exchange.Whole(t.Context(), open(t, bundled)))
	g := checked(t, file)
	if len(g.Edges) < 100 {
		t.Fatalf("%d edges, want those of the bundled record", len(g.Edges))
	}
	if exec.Command("python3", "-c", "import networkx").Run() != nil {
		t.Log("networkx is not at hand; the file was checked by encoding/xml alone")
		return
	}
	path := filepath.Join(t.TempDir(), "record.graphml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "python3", "-c", readByNetworkx, path).CombinedOutput()
	if err != nil {
		t.Fatalf("networkx: %v\n%s", err, out)
	}
	var read struct {
		Directed              bool
		Nodes, Edges, Weights int
		Mali                  string
		Revision              int
	}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !read.Directed || read.Nodes != len(g.Nodes) || read.Edges != len(g.Edges) || read.Weights != len(g.Edges) || read.Mali != "Mali" || read.Revision != 7 {
		t.Errorf("networkx reads %+v, encoding/xml %d nodes and %d edges", read, len(g.Nodes), len(g.Edges))
	}
}
