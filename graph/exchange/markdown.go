package exchange

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// markdownBrief is a brief in Markdown with footnotes, as pandoc, GitHub and Obsidian
// read them.
var markdownBrief = Format{
	Name: "markdown", Extension: ".md", MediaType: "text/markdown; charset=utf-8",
	Description: "a brief in Markdown: a sentence a relation, a footnote a piece of evidence",
	Write: func(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
		return writeBrief(&markdownWriter{newTextWriter(w)}, about, records)
	},
}

type markdownWriter struct{ textWriter }

func (m *markdownWriter) failed() error { return m.err }

func (m *markdownWriter) head(about About, b briefSummary) {
	m.texts("# ", markdown(briefTitle(about)), "\n\n", b.words(), "\n\n")
	for _, line := range about.lines() {
		m.texts("- ", markdown(line), "\n")
	}
	m.texts("\n", briefReading, "\n")
}

func (m *markdownWriter) heading(words string) { m.texts("\n## ", words, "\n\n") }

func (m *markdownWriter) relation(s briefSentence) {
	m.texts("- **", markdown(s.from), "** ", markdown(s.kind), " **", markdown(s.to), "**")
	if s.about != "" {
		m.texts(" (about ", markdown(s.about), ")")
	}
	if s.place != "" {
		m.texts(" in ", markdown(s.place))
	}
	m.texts(": ", markdown(s.period), ". *", markdown(strings.Join(s.remarks, "; ")), "*")
	for n := s.first; n <= s.last; n++ {
		m.text(fmt.Sprintf("[^%d]", n))
	}
	m.text("\n\n")
	if s.quotation != "" { // four spaces keep it in the list, in every dialect
		m.texts("    > “", markdown(s.quotation), "”")
		if s.saidBy != "" {
			m.texts(" — ", markdown(s.saidBy))
		}
		m.text("\n\n")
	}
	if s.note != "" {
		m.texts("    ", markdown(s.note), "\n\n")
	}
}

func (m *markdownWriter) notesHead() { m.text("\n") }

func (m *markdownWriter) note(number int, n briefNote) {
	m.text(fmt.Sprintf("[^%d]: ", number))
	if n.against {
		m.text("Against it: ")
	}
	if n.quotation != "" {
		m.texts("“", markdown(n.quotation), "” ")
	}
	if n.saidBy != "" {
		m.texts("(", markdown(n.saidBy), ") ")
	}
	m.texts(markdown(n.source()), ".")
	if n.address != "" {
		m.texts(" <", n.address, ">.")
	}
	m.texts(" Grade ", n.grade, ".")
	if n.note != "" {
		m.texts(" ", markdown(n.note))
	}
	m.text("\n")
}

func (m *markdownWriter) foot(About) {}

// source says the publication in a line.
func (n briefNote) source() string {
	parts := []string{}
	for _, p := range []string{n.publisher, n.title, n.date} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// markdownEscapes are the signs that Markdown, or one of its dialects, takes for its
// own. Not every dialect lets every sign be escaped by a backslash.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "#", `\#`, "|", "&#124;", "&", "&amp;", "~", "&#126;", "$", "&#36;",
)

func markdown(s string) string { return markdownEscapes.Replace(strings.Join(strings.Fields(s), " ")) }
