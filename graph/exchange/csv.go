package exchange

import (
	"io"
	"iter"

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
	out := newTableWriter(w, "\r\n")
	out.texts("id", "source", "target")
	for _, c := range columns {
		out.text(c.name)
	}
	if err := out.endRow(); err != nil {
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
		out.texts(string(x.ID), string(x.From), string(x.To))
		for _, c := range columns {
			out.cell(c.kind, c.value(x))
		}
		if err := out.endRow(); err != nil {
			return err
		}
	}
	return out.end()
}
