package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// Hand is a file of names that somebody filled in: which actor a data set means,
// or that its rows are to be left out. It goes before codes and names.
type Hand struct{ rows map[string][]handRow }

type handRow struct {
	at    string        // where it stands, for messages
	actor graph.ActorID // empty: leave out
	in    graph.Window
}

// handColumns are the columns of a file of names.
var handColumns = []string{"reference", "name", "from", "to", "rows", "candidates", "actor"}

// leaveOut in the column actor says that the rows of a party are to be left out.
const leaveOut = "-"

// ReadHand reads a file of names. Rows whose actor is still empty say nothing.
func ReadHand(file string, r io.Reader) (Hand, error) {
	h := Hand{rows: map[string][]handRow{}}
	t, err := newTable(file, decoded(r, ""))
	if err != nil {
		return h, err
	}
	if !t.has("reference", "actor") {
		return h, t.bad("", "is not a file of names; its columns are %s", strings.Join(handColumns, ","))
	}
	for {
		more, err := t.read()
		if err != nil || !more {
			return h, err
		}
		if err := h.add(t); err != nil {
			return h, err
		}
	}
}

func (h Hand) add(t *table) error {
	actor := t.exact("actor")
	if actor == "" {
		return nil
	}
	reference := t.exact("reference")
	if reference == "" {
		return t.bad("reference", "is empty; it says whom the data set names")
	}
	row := handRow{at: t.file + ": line " + strconv.Itoa(t.line) + ": actor", in: always}
	if actor != leaveOut {
		row.actor = graph.ActorID(actor)
	}
	for _, end := range []struct {
		column string
		set    func(graph.Window)
	}{
		{"from", func(w graph.Window) { row.in.First = w.First }},
		{"to", func(w graph.Window) { row.in.Last = w.Last }},
	} {
		text := t.text(end.column)
		if text == "" {
			continue
		}
		p, err := graph.ParsePeriod(text)
		if err != nil {
			return t.bad(end.column, "%s is not a date; write 1991 or 1991-12-26", quote(text))
		}
		end.set(windowOf(p))
	}
	h.rows[reference] = append(h.rows[reference], row)
	return nil
}

// check reports a row that names an actor which is not recorded.
func (h Hand) check(n *Names) error {
	for _, rows := range h.rows {
		for _, r := range rows {
			if _, ok := n.byID[r.actor]; !ok && r.actor != "" {
				return graph.InField(r.at, graph.Errorf(graph.ErrNotFound, "there is no actor %s in the record; record it first, or write %s to leave its rows out", quote(string(r.actor)), leaveOut))
			}
		}
	}
	return nil
}

// find gives whom the file says that a party is; no actor if it is to be left out.
func (h Hand) find(p Party, in graph.Window) (graph.ActorID, bool) {
	for _, key := range []string{p.reference(), p.Name} {
		for _, r := range h.rows[key] {
			if w := overlap(r.in, in); w.First <= w.Last {
				return r.actor, true
			}
		}
	}
	return "", false
}

// WriteMisses writes a file of names to be filled in. Rows that an earlier file had
// stay in front.
func WriteMisses(w io.Writer, earlier [][]string, misses []Miss) error {
	out := csv.NewWriter(w)
	rows := [][]string{handColumns}
	rows = append(rows, earlier...)
	for _, m := range misses {
		ids := make([]string, len(m.Candidates))
		for i, id := range m.Candidates {
			ids[i] = string(id)
		}
		rows = append(rows, []string{m.Reference(), m.Name, dayOrNothing(m.Window.First), dayOrNothing(m.Window.Last), strconv.Itoa(m.Rows), strings.Join(ids, " "), ""})
	}
	return errors.Join(out.WriteAll(rows), out.Error())
}

func dayOrNothing(d graph.Day) string {
	if !d.IsFinite() {
		return ""
	}
	return d.String()
}

// ReadHandRows reads the rows of a file of names that are filled in, in the order of
// handColumns.
func ReadHandRows(file string, r io.Reader) ([][]string, error) {
	t, err := newTable(file, decoded(r, ""))
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for {
		more, err := t.read()
		if err != nil || !more {
			return rows, err
		}
		row := make([]string, len(handColumns))
		for i, c := range handColumns {
			row[i] = t.exact(c)
		}
		if !slices.Equal(row[len(row)-1:], []string{""}) {
			rows = append(rows, row)
		}
	}
}
