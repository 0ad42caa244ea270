package exchange

import (
	"encoding/csv"
	"io"
	"iter"
	"strings"

	"github.com/entente/entente/graph"
)

// csvTable is a table of relations (RFC 4180, UTF-8), for spreadsheets and for
// what reads edge lists.
var csvTable = Format{
	Name: "csv", Extension: ".csv", MediaType: "text/csv; charset=utf-8; header=present",
	Description: "a table of relations with quotations and publications, for spreadsheets and as an edge list",
	Write:       writeCSV,
}

// writeCSV writes a row a relation. The ends are called source and target, as in
// every tool that reads edge lists; publications have columns of their own. The
// format has no place for what the file holds.
func writeCSV(w io.Writer, _ About, records iter.Seq2[graph.Record, error]) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	cells := []string{"id", "source", "target"}
	for _, c := range columns {
		cells = append(cells, c.name)
	}
	if err := out.Write(cells); err != nil {
		return err
	}
	n := newNames()
	for rec, err := range records {
		if err != nil {
			return err
		}
		n.keep(rec)
		if rec.Relation == nil {
			continue
		}
		x := n.row(rec.Relation)
		cells = append(cells[:0], string(x.ID), string(x.From), string(x.To))
		for _, c := range columns {
			cells = append(cells, cell(c.kind, c.value(x)))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell gives a value of a column's type as a table holds it.
func cell(kind, value string) string {
	if kind == "string" {
		return guard(value)
	}
	return value
}

// guard keeps a spreadsheet from reading a text as a formula: what begins like
// one gets an apostrophe in front.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
