package importer

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/entente/entente/graph"
)

// Mapping says how the rows of a table of one's own are relations.
type Mapping struct {
	Source struct {
		ID        string `yaml:"id"`
		Title     string `yaml:"title"`
		Publisher string `yaml:"publisher,omitempty"`
		Published string `yaml:"published,omitempty"`
		Address   string `yaml:"address,omitempty"`
		License   string `yaml:"license,omitempty"`
		Grade     string `yaml:"grade,omitempty"` // Admiralty, as B2
	} `yaml:"source"`
	Sheet      string            `yaml:"sheet,omitempty"` // of a spreadsheet; the first if there is none
	From       End               `yaml:"from"`
	To         End               `yaml:"to"`
	Place      End               `yaml:"place,omitempty"`
	Kind       KindOf            `yaml:"kind"`
	Period     string            `yaml:"period,omitempty"` // column of a period in EDTF, or of a day or year
	Start      string            `yaml:"start,omitempty"`  // columns of its ends; an empty cell is not known
	End        string            `yaml:"end,omitempty"`
	Days       string            `yaml:"days,omitempty"`    // DMY or MDY: how days are written that are not as 2023-08-15
	Ongoing    bool              `yaml:"ongoing,omitempty"` // an empty end says that it goes on
	ID         string            `yaml:"id,omitempty"`      // column that names each row; a digest of the row if there is none
	About      string            `yaml:"about,omitempty"`   // columns of texts
	Note       string            `yaml:"note,omitempty"`
	Quotation  string            `yaml:"quotation,omitempty"`
	SaidBy     string            `yaml:"said_by,omitempty"`
	Intensity  string            `yaml:"intensity,omitempty"`  // column of a number above 0 to 1
	Modality   string            `yaml:"modality,omitempty"`   // REPORTED unless said
	Qualifiers map[string]string `yaml:"qualifiers,omitempty"` // columns by the qualifier's name
}

// End says which column names an actor, and how.
type End struct {
	Column string `yaml:"column"`
	As     string `yaml:"as,omitempty"`   // name, id, or the scheme of a code: iso3, iso2, cow, wikidata …
	Kind   string `yaml:"kind,omitempty"` // only actors of this kind; a name that is not found becomes a new one of it, if new is set
	New    bool   `yaml:"new,omitempty"`
}

// KindOf says which kind of relation a row is: one for all, or by the words of a column.
type KindOf struct {
	Is     string            `yaml:"is,omitempty"`
	Column string            `yaml:"column,omitempty"`
	Values map[string]string `yaml:"values,omitempty"` // kinds by the words; words that are kinds need no entry
}

// ReadMapping reads a mapping in YAML.
func ReadMapping(file string, r io.Reader) (Mapping, error) {
	var m Mapping
	b, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return m, unreadable(file, err)
	}
	if err := yaml.UnmarshalWithOptions(b, &m, yaml.Strict()); err != nil {
		return m, graph.InField(file, graph.Errorf(graph.ErrInvalid, "is no mapping: %s", strings.TrimSpace(yaml.FormatError(err, false, true))))
	}
	if err := m.check(); err != nil {
		return m, inFile(file, err)
	}
	return m, nil
}

// bad says what is wrong in a field of a mapping.
func bad(field, format string, args ...any) error {
	return graph.InField(field, graph.Errorf(graph.ErrInvalid, format, args...))
}

// missing reports what a mapping lacks.
func (m *Mapping) missing() error {
	switch {
	case m.Source.ID == "":
		return bad("source.id", "is empty; name your table, as source:my-table")
	case m.Source.Title == "":
		return bad("source.title", "is empty; say what the table is")
	case m.From.Column == "":
		return bad("from.column", "is empty; name the column of the actor from whom the relation goes out")
	case m.To.Column == "":
		return bad("to.column", "is empty; name the column of the actor to whom it leads")
	case m.Kind.Is == "" && m.Kind.Column == "":
		return bad("kind", "is empty; write is: and a kind of the registry, as MEETS, or column: and the column that says it")
	case m.Period == "" && m.Start == "" && m.End == "":
		return bad("period", "is empty; name the column of the period, or those of its start and end")
	case m.Period != "" && (m.Start != "" || m.End != ""):
		return bad("period", "is given together with start or end; give one of them")
	}
	return nil
}

// check reports what is wrong with a mapping.
func (m *Mapping) check() error {
	if err := m.missing(); err != nil {
		return err
	}
	if m.Days != "" && m.Days != "DMY" && m.Days != "MDY" {
		return bad("days", "%s is neither DMY (15/08/2023) nor MDY (08/15/2023)", quote(m.Days))
	}
	for field, name := range m.kinds() {
		if _, ok := graph.KindByName(graph.KindName(name)); !ok {
			return bad(field, "%s is not a kind of relation", quote(name))
		}
	}
	if m.Modality != "" && !slices.Contains(graph.Modalities, graph.Modality(m.Modality)) {
		return bad("modality", "%s is none of %v", quote(m.Modality), graph.Modalities)
	}
	if _, err := m.grade(); err != nil {
		return err
	}
	for field, e := range map[string]End{"from": m.From, "to": m.To, "place": m.Place} {
		if err := e.check(); err != nil {
			return graph.InField(field, err)
		}
	}
	if m.Source.Published != "" {
		if _, err := graph.ParsePeriod(m.Source.Published); err != nil {
			return graph.InField("source.published", err)
		}
	}
	return nil
}

// check reports what is wrong with an end.
func (e End) check() error {
	if e.Kind != "" && !slices.Contains(graph.ActorKinds, graph.ActorKind(e.Kind)) {
		return bad("kind", "%s is none of %v", quote(e.Kind), graph.ActorKinds)
	}
	if e.New && (e.Kind == "" || e.As == "id") {
		return bad("new", "needs a kind, and names or codes; say what new actors are")
	}
	return nil
}

// kinds lists the kinds that the mapping names, by their place in it.
func (m *Mapping) kinds() map[string]string {
	out := map[string]string{}
	if m.Kind.Is != "" {
		out["kind.is"] = m.Kind.Is
	}
	for word, k := range m.Kind.Values {
		out["kind.values."+word] = k
	}
	return out
}

func (m *Mapping) grade() (graph.Grade, error) {
	if m.Source.Grade == "" {
		return graph.Grade{Reliability: "F", Credibility: 6}, nil
	}
	g := graph.Grade{Reliability: graph.Reliability(m.Source.Grade[:1])}
	g.Credibility, _ = strconv.Atoi(m.Source.Grade[1:]) // no number is no grade
	if g.Credence() == 0 {
		return g, graph.InField("source.grade", graph.Errorf(graph.ErrInvalid, "%s is no Admiralty grade; write A to F and 1 to 6, as B2", quote(m.Source.Grade)))
	}
	return g, nil
}

// Format gives the format that reads tables by the mapping.
func (m Mapping) Format() Format {
	grade, _ := m.grade() // checked
	f := Format{
		Name: "table", Title: m.Source.Title, Whole: true, codes: slugWords(strings.TrimPrefix(m.Source.ID, graph.SourcePrefix)), reliable: grade,
		Source: graph.Source{
			ID: graph.SourceID(m.Source.ID), Title: m.Source.Title, Publisher: m.Source.Publisher, Address: m.Source.Address, License: m.Source.License,
		},
	}
	if m.Source.Published != "" {
		f.Source.Published = graph.MustPeriod(m.Source.Published)
	}
	f.sheet = m.Sheet
	f.shapes = []shape{{name: "a table", columns: m.columns(), rows: m.rows}}
	return f
}

// columns lists the columns that a table must have, in small letters.
func (m Mapping) columns() []string {
	all := []string{m.From.Column, m.To.Column, m.Place.Column, m.Kind.Column, m.Period, m.Start, m.End, m.ID, m.About, m.Note, m.Quotation, m.SaidBy, m.Intensity}
	all = slices.AppendSeq(all, maps.Values(m.Qualifiers))
	for i, c := range all {
		all[i] = strings.ToLower(strings.TrimSpace(c))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(c string) bool { return c == "" })
}

func (m Mapping) rows(r *run, t *table) error {
	if err := r.cited(); err != nil {
		return err
	}
	seen := map[string]int{}
	return r.each(t, func() error {
		rel, ok, err := m.relation(r, t)
		if err != nil || !ok {
			return err
		}
		if at := seen[string(rel.ID)]; at > 0 {
			if m.ID != "" {
				return t.bad(m.ID, "%s stands in %s %d already", quote(t.cell(m.ID)), cmp.Or(t.unit, "line"), at)
			}
			r.left(t.at(), "the row stands in the table already")
			return nil
		}
		seen[string(rel.ID)] = t.line
		return r.emit(graph.Record{Relation: &rel})
	})
}

// cell gives a cell of a column named as the mapping names it.
func (t *table) cell(column string) string {
	return t.exact(strings.ToLower(strings.TrimSpace(column)))
}

// relation reads a row.
func (m Mapping) relation(r *run, t *table) (graph.Relation, bool, error) {
	kind, err := m.kindOf(t)
	if err != nil {
		return graph.Relation{}, false, err
	}
	when, err := m.when(t)
	if err != nil {
		return graph.Relation{}, false, err
	}
	in := windowOf(when)
	from, ok1, err := m.From.actor(r, t, in)
	if err != nil {
		return graph.Relation{}, false, err
	}
	to, ok2, err := m.To.actor(r, t, in)
	if err != nil || !ok1 || !ok2 {
		return graph.Relation{}, false, err
	}
	if from == to {
		r.left(t.at(), toItself)
		return graph.Relation{}, false, nil
	}
	name, err := m.name(t)
	if err != nil {
		return graph.Relation{}, false, err
	}
	modality := graph.Modality(cmp.Or(m.Modality, string(graph.Reported)))
	rel := r.relation(name, from, kind, to, when, modality)
	rel.ID = graph.RelationID(graph.RelationPrefix + r.format.codes + "-" + name)
	rel.Evidence[0].ID = evidenceID(r.format.codes+"-"+name, 1)
	if k, _ := graph.KindByName(kind); !k.Fits(r.names.byID[from].kind, r.names.byID[to].kind) {
		return rel, false, t.bad("", "%s does not lead from %s (%s) to %s (%s)", kind, from, r.names.byID[from].kind, to, r.names.byID[to].kind)
	}
	return rel, true, m.rest(r, t, &rel, in)
}

// rest reads what a row says besides.
func (m Mapping) rest(r *run, t *table, rel *graph.Relation, in graph.Window) error {
	if m.Place.Column != "" && t.cell(m.Place.Column) != "" {
		place, ok, err := m.Place.actor(r, t, in)
		if err != nil {
			return err
		}
		if ok {
			rel.Place = place
		}
	}
	rel.About.Text, rel.Note = t.cell(m.About), t.cell(m.Note)
	rel.Evidence[0].Quotation, rel.Evidence[0].SaidByText = t.cell(m.Quotation), t.cell(m.SaidBy)
	if m.Intensity != "" {
		v, ok, err := t.number(strings.ToLower(m.Intensity))
		if err != nil {
			return err
		}
		if ok && !(v > 0 && v <= 1) {
			return t.bad(m.Intensity, "%v is not above 0 and at most 1", v)
		}
		if ok {
			rel.Intensity = v
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Qualifiers)) {
		if v := t.cell(m.Qualifiers[name]); v != "" {
			rel.Qualifiers = append(rel.Qualifiers, graph.Qualifier{Name: name, Value: v})
		}
	}
	return nil
}

func (m Mapping) kindOf(t *table) (graph.KindName, error) {
	if m.Kind.Column == "" {
		return graph.KindName(m.Kind.Is), nil
	}
	word := t.cell(m.Kind.Column)
	name := graph.KindName(cmp.Or(m.Kind.Values[word], word, m.Kind.Is))
	if _, ok := graph.KindByName(name); !ok {
		return "", t.bad(m.Kind.Column, "%s is not a kind of relation; say in the mapping, under kind.values, what it stands for", quote(word))
	}
	return name, nil
}

// when reads the period of a row.
func (m Mapping) when(t *table) (graph.Period, error) {
	text, column := m.day(t.cell(m.Period)), m.Period
	if m.Period == "" {
		first, last := "", ""
		if m.Start != "" {
			first, column = m.day(t.cell(m.Start)), m.Start
		}
		if m.End != "" {
			last = m.day(t.cell(m.End))
			column = cmp.Or(column, m.End)
		}
		if last == "" && m.Ongoing {
			last = ".."
		}
		text = first + "/" + last
		if first == last {
			text = first
		}
	}
	if text == "" {
		text = "/"
	}
	p, err := graph.ParsePeriod(text)
	if err != nil {
		var e *graph.Error
		if m.Days == "" && slices.ContainsFunc([]string{t.cell(m.Period), t.cell(m.Start), t.cell(m.End)}, writtenDay.MatchString) {
			return p, t.bad(column, "%s is a day in an order that is not known; say days: DMY, or days: MDY, in the mapping", quote(text))
		}
		if errors.As(err, &e) {
			return p, t.bad(column, "%s", e.Message)
		}
		return p, err
	}
	return p, nil
}

// name gives the name of a row: by its column, or a digest of all of it.
func (m Mapping) name(t *table) (string, error) {
	if m.ID != "" {
		name := slugWords(t.cell(m.ID))
		if name == "" {
			return "", t.bad(m.ID, "is empty, or has no letters or digits; each row needs a name of its own")
		}
		return name, nil
	}
	sum := sha256.New()
	for _, c := range m.columns() {
		_, _ = fmt.Fprintf(sum, "%q=%q\n", c, t.exact(c)) // a digest takes all
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// actor gives the actor that a row names at an end.
func (e End) actor(r *run, t *table, in graph.Window) (graph.ActorID, bool, error) {
	text := t.cell(e.Column)
	if text == "" {
		return "", false, t.bad(e.Column, "is empty; it should name an actor")
	}
	p := Party{Name: text}
	switch e.As {
	case "", "name":
	case "id":
		if _, ok := r.names.byID[graph.ActorID(text)]; ok {
			return graph.ActorID(text), true, nil
		}
		p = Party{Code: graph.Code{Scheme: "id", Value: text}}
	default:
		p = Party{Code: graph.Code{Scheme: e.As, Value: text}}
	}
	if e.Kind != "" {
		p.Kinds = []graph.ActorKind{graph.ActorKind(e.Kind)}
	}
	if !e.New {
		id, ok := r.names.Find(p, in)
		return id, ok, nil
	}
	return r.actor(p, in, func(id graph.ActorID) graph.Actor {
		a := graph.Actor{ID: id, Kind: graph.ActorKind(e.Kind), Names: []graph.Name{{Text: text, Primary: true}}}
		if p.Code.Scheme != "" {
			a.Codes = []graph.Code{p.Code}
		}
		return a
	}, "")
}
