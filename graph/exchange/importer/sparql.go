package importer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// sparqlValue is a value of a row of a SPARQL result.
type sparqlValue struct {
	Type     string `json:"type"`
	Value    string `json:"value"`
	Language string `json:"xml:lang"`
}

// The variables that a query must give, and may give.
const sparqlNeeds = "the query must give ?from ?property ?to, as items and a property of Wikidata; it may give ?fromLabel ?toLabel ?fromType ?toType ?start ?end ?time"

// sparqlResult reads a result of Wikidata's query service: a row a statement.
func sparqlResult(r *run, name string, in io.Reader) error {
	if err := r.cited(); err != nil {
		return err
	}
	limited := &bounded{r: in}
	d := json.NewDecoder(limited)
	bad := func(err error) error { return misreadJSON(name, d, err) }
	if err := seekBindings(d); err != nil {
		return bad(err)
	}
	seen := map[string]bool{}
	for d.More() {
		var raw json.RawMessage
		var row map[string]sparqlValue
		if err := d.Decode(&raw); err != nil {
			return bad(err)
		}
		limited.before = d.InputOffset()
		r.report.Rows++
		at := fmt.Sprintf("%s: row %d", name, r.report.Rows)
		if !utf8.Valid(raw) {
			return inFile(at, errNotUTF8())
		}
		if err := json.Unmarshal(raw, &row); err != nil {
			return bad(err)
		}
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err := r.sparqlRow(row, at, seen); err != nil {
			return err
		}
	}
	for depth := 0; ; { // to the end of the file: else it is cut
		t, err := d.Token()
		if errors.Is(err, io.EOF) && depth == -3 { // the list, the results and the whole are closed
			return nil
		}
		if err != nil {
			return bad(err)
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

// bounded keeps a value that does not end from being read into memory whole.
type bounded struct {
	r         io.Reader
	n, before int64 // bytes given, and where the newest row began
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.n-b.before > maxRow {
		return 0, graph.Errorf(graph.ErrInvalid, "a row is longer than %d bytes", maxRow)
	}
	n, err := b.r.Read(p[:min(len(p), 64<<10)])
	b.n += int64(n)
	return n, err
}

// seekBindings goes to the first row.
func seekBindings(d *json.Decoder) error {
	for {
		t, err := d.Token()
		if err != nil {
			return whole(err)
		}
		if t == "bindings" {
			t, err = d.Token()
			if err == nil && t != json.Delim('[') {
				err = errors.New("bindings is no list")
			}
			return err
		}
	}
}

// misreadJSON says where a file is no JSON.
func misreadJSON(name string, d *json.Decoder, err error) error {
	at := fmt.Sprintf("%s: byte %d", name, d.InputOffset())
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return inFile(at, graph.Errorf(graph.ErrInvalid, "the file ends in the middle; it is cut"))
	case errors.As(err, &syntax), errors.As(err, &typed):
		return inFile(at, graph.Errorf(graph.ErrInvalid, "is not the JSON of a SPARQL result: %v", err))
	}
	return unreadable(at, err)
}

// sparqlRow records a row.
func (r *run) sparqlRow(row map[string]sparqlValue, at string, seen map[string]bool) error {
	from, to, by := lastPart(row["from"].Value), lastPart(row["to"].Value), lastPart(row["property"].Value)
	if !isItem(from) || !isItem(to) || by == "" {
		return inFile(at, graph.Errorf(graph.ErrInvalid, "says nothing of two items; %s", sparqlNeeds))
	}
	p, known := properties[by]
	if !known {
		r.left(at, "the property stands for no kind of relation")
		return nil
	}
	a, ok1, err := r.sparqlActor(from, row["fromLabel"], row["fromType"])
	if err != nil {
		return err
	}
	b, ok2, err := r.sparqlActor(to, row["toLabel"], row["toType"])
	if err != nil || !ok1 || !ok2 {
		return err
	}
	x := statement{from: from, to: to, property: p, first: sparqlDay(row["start"].Value), last: sparqlDay(row["end"].Value), note: "By a query of Wikidata."}
	if d := sparqlDay(row["time"].Value); d != "" && x.first+x.last == "" {
		x.first, x.last, x.point = d, d, true
	}
	x.id = strings.Join([]string{from, by, to, cmp.Or(x.first, "x")}, "-")
	if p.turned || p.kind == "SIGNS" {
		x.from, x.to, a, b = to, from, b, a
	}
	return r.statement(x, a, b, seen)
}

// sparqlActor gives the actor of an item, a new one if the record has none.
func (r *run) sparqlActor(item string, label, kind sparqlValue) (graph.ActorID, bool, error) {
	p := Party{Code: graph.Code{Scheme: "wikidata", Value: item}}
	return r.actor(p, always, func(graph.ActorID) graph.Actor {
		text := cut(cmp.Or(label.Value, item), graph.MaxName)
		k, ok := wikidataKinds[lastPart(kind.Value)]
		if !ok {
			k = graph.Unknown
		}
		return graph.Actor{
			ID: r.names.id("wikidata", text), Kind: k, Codes: []graph.Code{p.Code},
			Names: []graph.Name{{Text: text, Language: cmp.Or(label.Language, "en"), Primary: true}},
		}
	}, "")
}

// lastPart gives the end of an address: Q912 of http://www.wikidata.org/entity/Q912.
func lastPart(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }

// sparqlDay reads a time of a result, which says no precision: the first of January is
// how Wikidata writes a year.
func sparqlDay(text string) string {
	if len(text) < 10 || text[0] == '-' {
		return ""
	}
	d, err := graph.ParseDay(text[:10])
	if err != nil {
		return ""
	}
	if t := d.Time(); t.YearDay() == 1 {
		return yearText(t.Year())
	}
	return d.String()
}
