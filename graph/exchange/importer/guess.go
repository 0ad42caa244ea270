package importer

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/entente/entente/graph"
)

// guessRows is how many rows of a table are looked at, to tell what its columns hold.
const guessRows = 50

// columnWords are words of headers, by what they stand for in a mapping. The first that
// a table has counts.
var columnWords = map[string][]string{
	"from":      {"from", "source", "subject", "sender", "actor", "actor1", "source name", "iso3_1", "ccode1", "state1", "country1", "country_1", "state_a", "statea", "member", "visitor", "donor", "exporter", "origin", "state", "country"},
	"to":        {"to", "target", "object", "recipient", "receiver", "actor2", "target name", "iso3_2", "ccode2", "state2", "country2", "country_2", "state_b", "stateb", "organization", "organisation", "host", "importer", "destination", "partner"},
	"kind":      {"kind", "relation", "relationship", "predicate", "event_type", "event type", "type"},
	"period":    {"period", "date", "event_date", "event date", "day", "year", "when"},
	"start":     {"start", "start_date", "startdate", "start date", "begin", "begin_date", "start_year", "styear", "since", "valid_from"},
	"end":       {"end", "end_date", "enddate", "end date", "end_year", "endyear", "until", "valid_to"},
	"id":        {"id", "event_id", "event id", "key"},
	"note":      {"note", "notes", "description", "comment", "comments", "remark", "remarks", "detail", "details"},
	"quotation": {"quotation", "quote", "text"},
	"place":     {"place", "location"},
}

// Guess is a mapping proposed for a table, with its first rows.
type Guess struct {
	Mapping Mapping
	Open    []string // what nobody could guess
	Rows    []string // the first rows, as relations
	Sheets  []string // of a spreadsheet
}

// GuessMapping proposes a mapping for a table from its header and its first rows.
func GuessMapping(ctx context.Context, f File, base graph.Snapshot, o Options) (Guess, error) {
	names, err := NewNames(ctx, base, Hand{})
	if err != nil {
		return Guess{}, err
	}
	m := &Meter{}
	parts, err := f.parts(m, o.Sheet)
	if err != nil {
		return Guess{}, err
	}
	t, in, err := parts[0].table(o.Encoding)
	if err != nil {
		return Guess{}, err
	}
	defer func() { _ = in.Close() }() // it was only read
	g := Guess{}
	g.Mapping.Sheet, g.Sheets = o.Sheet, t.sheets
	var rows [][]string
	var at []string
	for len(rows) < guessRows {
		more, err := t.read()
		if err != nil {
			return g, err
		}
		if !more {
			break
		}
		rows = append(rows, slices.Clone(t.row))
		at = append(at, fmt.Sprintf("%s %d", cmp.Or(t.unit, "line"), t.line))
	}
	g.columns(t, rows, names)
	g.source(f)
	g.preview(ctx, t, rows, at, names)
	return g, nil
}

// columns guesses which column says what.
func (g *Guess) columns(t *table, rows [][]string, names *Names) {
	taken := map[string]bool{}
	column := func(what string) string {
		for _, w := range columnWords[what] {
			if i, ok := t.columns[w]; ok && !taken[w] {
				taken[w] = true
				return t.header[i]
			}
		}
		return ""
	}
	values := func(name string) []string {
		i, ok := t.columns[strings.ToLower(strings.TrimSpace(name))]
		var out []string
		for _, row := range rows {
			if ok && row[i] != "" {
				out = append(out, row[i])
			}
		}
		return out
	}
	m := &g.Mapping
	m.From.Column, m.To.Column, m.Kind.Column = column("from"), column("to"), column("kind")
	m.Start, m.End = column("start"), column("end")
	if m.Start == "" && m.End == "" {
		m.Period = column("period")
	}
	m.ID, m.Note, m.Quotation = column("id"), column("note"), column("quotation")
	g.byContent(t, values, names)
	m.From.As, m.To.As = schemeOf(values(m.From.Column), names), schemeOf(values(m.To.Column), names)
	if place := column("place"); place != "" && schemeOf(values(place), names) != "name" {
		m.Place = End{Column: place, As: schemeOf(values(place), names)}
	}
	g.kinds(values(m.Kind.Column))
	for what, name := range map[string]string{"from.column": m.From.Column, "to.column": m.To.Column, "period, or start and end": cmp.Or(m.Period, m.Start, m.End)} {
		if name == "" {
			g.Open = append(g.Open, what)
		}
	}
	slices.Sort(g.Open)
}

// kinds guesses what the words of the column of kinds stand for: kinds of the registry,
// or words that are theirs.
func (g *Guess) kinds(values []string) {
	m := &g.Mapping
	slices.Sort(values)
	for _, v := range slices.Compact(values) {
		if _, ok := graph.KindByName(graph.KindName(v)); ok {
			continue
		}
		if m.Kind.Values == nil {
			m.Kind.Values = map[string]string{}
		}
		m.Kind.Values[v] = kindByWords(v)
		if m.Kind.Values[v] == "" {
			g.Open = append(g.Open, "kind.values."+v)
		}
	}
	if m.Kind.Column == "" {
		g.Open = append(g.Open, "kind.is")
	}
}

// kindByWords finds the kind that bears a label, or nothing.
func kindByWords(s string) string {
	folded := graph.Fold(strings.ReplaceAll(s, "_", " "))
	for _, k := range graph.Kinds() {
		if folded == graph.Fold(k.Label("en")) || folded == graph.Fold(strings.ReplaceAll(string(k.Name), "_", " ")) {
			return string(k.Name)
		}
	}
	return ""
}

// codeShape is how the codes of a scheme look.
type codeShape struct {
	scheme string
	shape  *regexp.Regexp
}

// codeShapes are those of codes that a column may hold.
var codeShapes = []codeShape{
	{"iso3", regexp.MustCompile(`^[A-Z]{3}$`)},
	{"iso2", regexp.MustCompile(`^[A-Z]{2}$`)},
	{"cow", regexp.MustCompile(`^[0-9]{1,3}$`)},
	{"wikidata", regexp.MustCompile(`^Q[0-9]+$`)},
}

// schemeOf says what the cells of a column are: codes that the record has, ids, or
// names.
func schemeOf(values []string, names *Names) string {
	if len(values) == 0 {
		return ""
	}
	for _, c := range codeShapes {
		if mostly(values, func(v string) bool {
			return c.shape.MatchString(v) && len(names.byCode[graph.Code{Scheme: c.scheme, Value: v}]) > 0
		}) {
			return c.scheme
		}
	}
	if mostly(values, func(v string) bool { return names.byID[graph.ActorID(v)] != nil }) {
		return "id"
	}
	return "name"
}

func (g *Guess) source(f File) {
	name := strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
	g.Mapping.Source.ID = graph.SourcePrefix + cmp.Or(slugWords(name), "table")
	g.Mapping.Source.Title = name
	g.Mapping.Source.Grade = "F6"
}

// mostPreviewed is how many rows are shown as relations.
const mostPreviewed = 5

// preview reads the first rows by the mapping, as far as it goes.
func (g *Guess) preview(ctx context.Context, t *table, rows [][]string, at []string, names *Names) {
	m := g.Mapping
	f := m.Format()
	r := &run{ctx: ctx, format: f, names: names, report: &Report{}, put: map[string]bool{}, ids: map[uint64]struct{}{}, yield: func(graph.Record, error) bool { return true }}
	for i, row := range rows[:min(len(rows), mostPreviewed)] {
		t.row = row
		g.Rows = append(g.Rows, at[i]+": "+m.inWords(r, t))
	}
}

// inWords says a row as a relation.
func (m Mapping) inWords(r *run, t *table) string {
	when, err := m.when(t)
	if err != nil {
		return errorText(err)
	}
	word := func(e End) string {
		if e.Column == "" {
			return "?"
		}
		id, ok, err := End{Column: e.Column, As: e.As, Kind: e.Kind}.actor(r, t, windowOf(when))
		if err != nil || !ok {
			return fmt.Sprintf("%s (not found)", quote(t.cell(e.Column)))
		}
		return string(id)
	}
	kind := "?"
	if k, err := m.kindOf(t); err == nil && k != "" {
		kind = string(k)
	}
	return fmt.Sprintf("%s %s %s, %s", word(m.From), kind, word(m.To), cmp.Or(when.String(), "?"))
}

func errorText(err error) string {
	s := err.Error()
	return s[strings.LastIndex(s, ": ")+1:]
}

// YAML writes the mapping with what is open, and the first rows as comments.
func (g Guess) YAML() (string, error) {
	b, err := yaml.Marshal(g.Mapping)
	if err != nil {
		return "", err
	}
	var s strings.Builder
	s.WriteString("# How the rows of the table are relations; docs/import.md tells all that can stand here.\n")
	if len(g.Sheets) > 1 && g.Mapping.Sheet == "" {
		fmt.Fprintf(&s, "# The first of the sheets %q is read; sheet: names another.\n", g.Sheets)
	}
	for _, o := range g.Open {
		fmt.Fprintf(&s, "# Not guessed, and to be filled in: %s\n", o)
	}
	s.Write(b)
	s.WriteString("\n# The first rows, as relations:\n")
	for _, row := range g.Rows {
		fmt.Fprintf(&s, "#   %s\n", strings.ReplaceAll(row, "\n", " "))
	}
	return s.String(), nil
}
