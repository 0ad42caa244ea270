package exchange

import (
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// bibTeX is a bibliography of the evidence, for LaTeX, Zotero and JabRef.
var bibTeX = Format{
	Name: "bibtex", Extension: ".bib", MediaType: "application/x-bibtex; charset=utf-8",
	Description: "BibTeX: the publications behind the evidence",
	Write:       writeBibTeX,
}

// writeBibTeX writes an entry a publication. Its kind is misc, which every style of
// BibTeX and biblatex knows.
func writeBibTeX(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	all, err := references(records)
	if err != nil {
		return err
	}
	t := newTextWriter(w)
	for _, line := range about.lines() {
		t.texts("% ", strings.Join(strings.Fields(line), " "), "\n") // outside of entries, BibTeX reads nothing
	}
	for _, r := range all {
		t.texts("\n@misc{", bibTeXKey(r.key), ",\n")
		bibTeXField(&t, "title", "{"+bibTeXText(r.source.Title)+"}") // so that no style changes its capitals
		bibTeXField(&t, "publisher", bibTeXText(r.source.Publisher))
		bibTeXField(&t, "howpublished", bibTeXText(r.source.Publisher))
		if r.date.year > 0 {
			bibTeXField(&t, "date", r.date.iso("-"))
			bibTeXField(&t, "year", r.date.iso("-")[:4])
		}
		if r.date.month > 0 {
			t.texts("  month = ", bibTeXMonths[r.date.month-1], ",\n")
		}
		bibTeXField(&t, "url", bibTeXAddress(r.source.Address))
		bibTeXField(&t, "note", bibTeXText(ifCirca(r.date)))
		bibTeXField(&t, "annote", bibTeXText(r.note()))
		t.text("}\n")
	}
	return t.end()
}

// ifCirca says a date that is not quite what a bibliography can write.
func ifCirca(d publicationDate) string {
	if d.written == "" || !d.circa && d.year > 0 {
		return ""
	}
	return "published " + d.written + " (EDTF)"
}

var bibTeXMonths = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

func bibTeXField(t *textWriter, name, value string) {
	if value != "" && value != "{}" {
		t.texts("  ", name, " = {", value, "},\n")
	}
}

// bibTeXKey gives a key without the signs that BibTeX takes for its own. Ids have none
// of them but the dot and the underscore, which it allows.
func bibTeXKey(s string) string { return strings.ReplaceAll(s, ":", "-") }

// bibTeXEscapes are the signs of TeX. Braces become those of text, since an odd one
// would end the field.
var bibTeXEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "$", `\$`, "&", `\&`, "%", `\%`, "#", `\#`, "_", `\_`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
)

func bibTeXText(s string) string { return bibTeXEscapes.Replace(strings.Join(strings.Fields(s), " ")) }

// bibTeXAddress writes an address as it is: packages that print addresses read it so.
func bibTeXAddress(s string) string { return webAddress(s) }
