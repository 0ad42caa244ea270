package exchange

import (
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// cslJSON is a bibliography of the evidence, for Zotero, pandoc and citation-js.
var cslJSON = Format{
	Name: "csl", Extension: ".csl.json", MediaType: "application/vnd.citationstyles.csl+json",
	Description: "CSL-JSON: the publications behind the evidence",
	Write:       writeCSL,
}

// cslItem is an entry of CSL-JSON 1.0.2.
type cslItem struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Publisher string   `json:"publisher,omitempty"`
	Issued    *cslDate `json:"issued,omitempty"`
	URL       string   `json:"URL,omitempty"`
	Version   string   `json:"version,omitempty"`
	Note      string   `json:"note,omitempty"`
}

type cslDate struct {
	Parts   [][]int `json:"date-parts,omitempty"`
	Circa   bool    `json:"circa,omitempty"`
	Literal string  `json:"literal,omitempty"`
}

// writeCSL writes an entry a publication. The first entry is the record itself, which
// says what the file holds, and is what to cite.
func writeCSL(w io.Writer, about About, records iter.Seq2[graph.Record, error]) error {
	all, err := references(records)
	if err != nil {
		return err
	}
	j := newJSONWriter(w)
	list := j.list()
	list.next()
	j.value(cslItem{
		ID: "entente", Type: "dataset", Title: about.name(), Publisher: about.Program, Issued: cslDateOf(publicationDay(about)),
		URL: about.Address, Version: about.facts()[1].value, Note: strings.Join(about.lines(), " "),
	})
	for _, r := range all {
		kind := "document"
		if r.source.Address != "" {
			kind = "webpage"
		}
		list.next()
		j.value(cslItem{
			ID: r.key, Type: kind, Title: r.source.Title, Publisher: r.source.Publisher,
			Issued: cslDateOf(r.date), URL: r.source.Address, Note: r.note(),
		})
	}
	list.close()
	j.text("\n")
	return j.end()
}

func publicationDay(a About) publicationDate {
	if a.Recorded.IsZero() {
		return publicationDate{}
	}
	return publicationOf(graph.MustPeriod(dayOf(a)))
}

func cslDateOf(d publicationDate) *cslDate {
	switch {
	case d.written == "":
		return nil
	case d.year == 0:
		return &cslDate{Literal: d.written}
	}
	parts := []int{d.year}
	if d.month > 0 {
		parts = append(parts, d.month)
	}
	if d.day > 0 {
		parts = append(parts, d.day)
	}
	return &cslDate{Parts: [][]int{parts}, Circa: d.circa}
}
