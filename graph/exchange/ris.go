package exchange

import (
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// ris is a bibliography of the evidence, for EndNote, Zotero and Mendeley.
var ris = Format{
	Name: "ris", Extension: ".ris", MediaType: "application/x-research-info-systems; charset=utf-8",
	Description: "RIS: the publications behind the evidence",
	Write:       writeRIS,
}

// writeRIS writes an entry a publication. The first entry is the record itself: RIS has
// no comments, so it says what the file holds, and is what to cite.
func writeRIS(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	all, err := references(records)
	if err != nil {
		return err
	}
	t := newTextWriter(w)
	risEntry(&t, [][2]string{
		{"TY", "DATA"}, {"ID", "entente"}, {"TI", about.name()}, {"PB", about.Program}, {"PY", year(about)}, {"DA", strings.ReplaceAll(dayOf(about), "-", "/")},
		{"UR", about.Address}, {"N1", strings.Join(about.lines(), " ")},
	})
	for _, r := range all {
		kind := "GEN"
		if r.source.Address != "" {
			kind = "ELEC"
		}
		entry := [][2]string{{"TY", kind}, {"ID", r.key}, {"TI", r.source.Title}, {"PB", r.source.Publisher}}
		if r.date.year > 0 {
			entry = append(entry, [2]string{"PY", r.date.iso("/")[:4]}, [2]string{"DA", r.date.iso("/")})
		}
		entry = append(entry, [2]string{"UR", webAddress(r.source.Address)}, [2]string{"N1", strings.TrimSpace(ifCirca(r.date) + " " + r.note())})
		risEntry(&t, entry)
	}
	return t.end()
}

func risEntry(t *textWriter, lines [][2]string) {
	for _, l := range lines {
		if l[1] != "" {
			t.texts(l[0], "  - ", strings.Join(strings.Fields(l[1]), " "), "\r\n")
		}
	}
	t.text("ER  - \r\n\r\n")
}

// dayOf gives the day on which the revision of a file was recorded.
func dayOf(a About) string {
	if a.Recorded.IsZero() {
		return ""
	}
	return recorded(a.Recorded)[:10]
}

func year(a About) string {
	if d := dayOf(a); d != "" {
		return d[:4]
	}
	return ""
}
