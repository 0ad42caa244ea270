package exchange

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// mostQuotations is how many quotations a reference carries: enough to find the
// passage, little enough to hold for every source.
const mostQuotations = 10

// reference is a source that evidence was taken from, as a bibliography has it.
type reference struct {
	source     graph.Source
	key        string // in small letters, digits and hyphens: "kremlin-2023-08-15"
	date       publicationDate
	pieces     int
	quotations []string
}

// references gives the sources of all evidence among the records, by their ids, each
// with the first quotations from it.
func references(records iter.Seq2[graph.Record, error]) ([]reference, error) {
	sources := map[graph.SourceID]graph.Source{}
	found := map[graph.SourceID]*reference{}
	for rec, err := range records {
		if err != nil {
			return nil, err
		}
		var evidence []graph.Evidence
		switch {
		case rec.Source != nil:
			s := *rec.Source
			s.Coverage = nil
			sources[s.ID] = s
		case rec.Relation != nil:
			evidence = rec.Relation.Evidence
		case rec.Event != nil:
			evidence = rec.Event.Evidence()
		}
		for _, e := range evidence {
			if found[e.Source] == nil {
				found[e.Source] = &reference{}
			}
			found[e.Source].add(e)
		}
	}
	all := make([]reference, 0, len(found))
	for _, id := range slices.Sorted(maps.Keys(found)) {
		r := found[id]
		r.source = sources[id]
		r.source.ID = id
		r.source.Title = cmp.Or(r.source.Title, string(id))
		r.key = strings.TrimPrefix(string(id), graph.SourcePrefix)
		r.date = publicationOf(r.source.Published)
		all = append(all, *r)
	}
	return all, nil
}

func (r *reference) add(e graph.Evidence) {
	r.pieces++
	q := strings.Join(strings.Fields(e.Quotation), " ")
	if q != "" && len(r.quotations) < mostQuotations && !slices.Contains(r.quotations, q) {
		r.quotations = append(r.quotations, q)
	}
}

// note says what of the source is used.
func (r *reference) note() string {
	var parts []string
	if r.source.Note != "" {
		parts = append(parts, r.source.Note)
	}
	parts = append(parts, fmt.Sprintf("Evidence in the record: %d.", r.pieces))
	for _, q := range r.quotations {
		parts = append(parts, "“"+q+"”")
	}
	if r.pieces > len(r.quotations) && len(r.quotations) == mostQuotations {
		parts = append(parts, "…")
	}
	return strings.Join(parts, " ")
}

// publicationDate is a date as bibliographies have it: a year, a month and a day, the
// later ones 0 where they are not given.
type publicationDate struct {
	year, month, day int
	circa            bool   // approximate, or more than is written here
	written          string // as it stands in the record (EDTF)
}

var plainDate = regexp.MustCompile(`^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?([~?%]?)$`)

// publicationOf gives a date of a period. Of a span of days, it is what they share, and
// so the year or the month may be all there is; of one over several years, nothing.
func publicationOf(p graph.Period) publicationDate {
	d := publicationDate{written: p.String()}
	if m := plainDate.FindStringSubmatch(d.written); m != nil {
		d.year, _ = strconv.Atoi(m[1])
		d.month, _ = strconv.Atoi(m[2])
		d.day, _ = strconv.Atoi(m[3])
		d.circa = m[4] != ""
		return d
	}
	b := p.Bounds(graph.NeverObserved)
	if p.IsZero() || !b.StartMin.IsFinite() || !b.EndMax.IsFinite() {
		return d
	}
	first, last := b.StartMin.Time(), b.EndMax.Time()
	if first.Year() != last.Year() || first.Year() < 1 {
		return d
	}
	d.year, d.circa = first.Year(), true
	if first.Month() == last.Month() {
		d.month = int(first.Month())
	}
	return d
}

// iso writes the date as ISO 8601 does, or nothing if it is not known.
func (d publicationDate) iso(separator string) string {
	if d.year == 0 {
		return ""
	}
	s := fmt.Sprintf("%04d", d.year)
	if d.month > 0 {
		s += fmt.Sprintf("%s%02d", separator, d.month)
	}
	if d.day > 0 {
		s += fmt.Sprintf("%s%02d", separator, d.day)
	}
	return s
}
