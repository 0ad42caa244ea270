package exchange

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

//go:embed brief.css
var briefStyle string

// htmlBrief is a brief as a page of its own, to read and to print.
var htmlBrief = Format{
	Name: "html", Extension: ".html", MediaType: "text/html; charset=utf-8", Page: true,
	Description: "a brief as a web page to read and to print: a sentence a relation, a footnote a piece of evidence",
	Write: func(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
		return writeBrief(&htmlWriter{textWriter: newTextWriter(w)}, about, records)
	},
}

// PagePolicy is the Content-Security-Policy of the formats that are pages: nothing
// but their own style.
var PagePolicy = func() string {
	sum := sha256.Sum256([]byte(briefStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

type htmlWriter struct {
	textWriter
	listed bool // a list of relations is open
}

func (h *htmlWriter) failed() error { return h.err }

// said writes texts and what stands between them, the second, fourth … escaped.
func (h *htmlWriter) said(parts ...string) {
	for i, p := range parts {
		if i%2 == 1 {
			p = html.EscapeString(p)
		}
		h.text(p)
	}
}

func (h *htmlWriter) head(about About, b briefSummary) {
	h.said("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		briefTitle(about), "</title>\n<style>", "", briefStyle, "", "</style>\n</head>\n<body>\n<main>\n<header>\n<p class=\"kicker\">Entente · brief</p>\n<h1>",
		briefTitle(about), "</h1>\n<p class=\"summary\">", b.words(), "</p>\n<ul class=\"about\">\n")
	for _, line := range about.lines() {
		h.said("<li>", line, "</li>\n")
	}
	h.said("</ul>\n<p class=\"reading\">", briefReading, "</p>\n</header>\n")
}

func (h *htmlWriter) endList() {
	if h.listed {
		h.text("</ul>\n</section>\n")
	}
	h.listed = false
}

func (h *htmlWriter) heading(words string) {
	h.endList()
	h.said("<section>\n<h2>", words, "</h2>\n<ul class=\"relations\">\n")
	h.listed = true
}

func (h *htmlWriter) relation(s briefSentence) {
	h.said("<li id=\"", string(s.id), "\">\n<p><b>", s.from, "</b> ", s.kind, " <b>", s.to, "</b>")
	if s.about != "" {
		h.said(" (about ", s.about, ")")
	}
	if s.place != "" {
		h.said(" in ", s.place)
	}
	h.said(": ", s.period, ".")
	for n := s.first; n <= s.last; n++ {
		h.text(fmt.Sprintf(`<sup><a id="ref-%d" href="#note-%d" aria-label="note %d">%d</a></sup>`, n, n, n, n))
	}
	h.said(" <span class=\"remarks\">", strings.Join(s.remarks, "; "), "</span></p>\n")
	if s.quotation != "" {
		h.said("<blockquote>“", s.quotation, "”")
		if s.saidBy != "" {
			h.said(" <cite>— ", s.saidBy, "</cite>")
		}
		h.text("</blockquote>\n")
	}
	if s.note != "" {
		h.said("<p class=\"remarks\">", s.note, "</p>\n")
	}
	h.text("</li>\n")
}

func (h *htmlWriter) notesHead() {
	h.endList()
	h.text("<section class=\"notes\">\n<h2>Notes</h2>\n<ol>\n")
}

func (h *htmlWriter) note(number int, n briefNote) {
	h.text(fmt.Sprintf(`<li id="note-%d">`, number))
	if n.against {
		h.text("<b>Against it:</b> ")
	}
	if n.quotation != "" {
		h.said("“", n.quotation, "” ")
	}
	if n.saidBy != "" {
		h.said("(", n.saidBy, ") ")
	}
	h.said("", n.source(), ". ")
	if strings.HasPrefix(n.address, "http://") || strings.HasPrefix(n.address, "https://") {
		h.said("<a class=\"address\" href=\"", n.address, "\">", n.address, "</a>. ")
	}
	h.said("Grade ", n.grade, ".")
	if n.note != "" {
		h.said(" ", n.note, "")
	}
	h.text(fmt.Sprintf(" <a class=\"back\" href=\"#ref-%d\" aria-label=\"back to the text\">↩</a></li>\n", number))
}

func (h *htmlWriter) foot(about About) {
	h.said("</ol>\n</section>\n<footer><p>", about.Citation(), "</p></footer>\n</main>\n</body>\n</html>\n")
}
