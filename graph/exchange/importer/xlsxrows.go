package importer

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// The size of a sheet, as Excel bounds it.
const (
	mostRows    = 1 << 20
	mostColumns = 1 << 14
	mostMerged  = 1 << 16 // groups of cells that are one
)

// bookRows reads the rows of a sheet.
type bookRows struct {
	*workbook
	in  io.Closer
	xml *xmlReader
	row int // read last, from 1

	cells   []string // of the row, by column
	pending []merged // by their first row: those that begin below the row
	active  []merged // those that the row lies in
}

// merged are cells that were made one, over several rows. The value stands in the
// first, and is meant for each.
type merged struct {
	column, first, last int
	value               string
}

func (b *workbook) rows(name string) (*bookRows, error) {
	merges, err := b.merges(name)
	if err != nil {
		return nil, err
	}
	in, err := b.member(name)
	if err != nil {
		return nil, err
	}
	return &bookRows{workbook: b, in: in, xml: newXMLReader(in), pending: merges}, nil
}

// merges lists what is merged in a sheet, which tells it after its rows.
func (b *workbook) merges(name string) ([]merged, error) {
	unmetered := *b
	unmetered.meter = &Meter{}
	in, err := unmetered.member(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // it was only read
	x := newXMLReader(in)
	var all []merged
	for {
		t, err := x.token()
		if errors.Is(err, io.EOF) {
			slices.SortStableFunc(all, func(a, b merged) int { return cmp.Compare(a.first, b.first) })
			return all, nil
		}
		if err != nil {
			return nil, unreadable(b.file, err)
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "mergeCell" {
			continue
		}
		from, to, _ := strings.Cut(attribute(e, "ref"), ":")
		column, first, ok1 := cellAt(from)
		_, last, ok2 := cellAt(to)
		if ok1 && ok2 && last > first {
			all = append(all, merged{column: column, first: first, last: last})
		}
		if len(all) > mostMerged {
			return nil, graph.InField(b.file, graph.Errorf(graph.ErrTooLarge, "merges cells in more than %d places; save the sheet as CSV", mostMerged))
		}
	}
}

// next gives the cells of the next row that has any, and its number.
func (r *bookRows) next() ([]string, int, error) {
	for {
		t, err := r.xml.token()
		if err != nil {
			return nil, r.row + 1, err
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		n := r.row + 1
		if text := attribute(e, "r"); text != "" {
			n, err = strconv.Atoi(text)
		}
		if err != nil || n <= r.row || n > mostRows {
			return nil, r.row + 1, graph.Errorf(graph.ErrInvalid, "is damaged (row %s comes after row %d)", quote(attribute(e, "r")), r.row)
		}
		r.row = n
		if err := r.readRow(); err != nil {
			return nil, n, cutShort(err)
		}
		if isBlank(r.cells) {
			r.fill() // so that what is merged begins where it does
			continue
		}
		r.fill()
		return r.cells, n, nil
	}
}

// readRow reads the cells of a row up to its end.
func (r *bookRows) readRow() error {
	r.cells = r.cells[:0]
	column := 0
	for {
		t, err := r.xml.token()
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			column++
			if at := attribute(e, "r"); at != "" {
				c, _, ok := cellAt(at)
				if !ok || c < column {
					return graph.Errorf(graph.ErrInvalid, "is damaged (the cell %s stands where none can)", quote(at))
				}
				column = c
			}
			if column > mostColumns {
				return graph.Errorf(graph.ErrInvalid, "has more than %d columns", mostColumns)
			}
			for len(r.cells) < column {
				r.cells = append(r.cells, "")
			}
			if r.cells[column-1], err = r.cell(e); err != nil {
				return graph.InField("column "+columnName(column), err)
			}
		}
	}
}

// cell reads a cell up to its end.
func (r *bookRows) cell(start xml.StartElement) (string, error) {
	value, formula := "", false
	for {
		t, err := r.xml.token()
		if err != nil {
			return "", cutShort(err)
		}
		switch e := t.(type) {
		case xml.EndElement:
			if e.Name.Local == "c" {
				return r.value(start, value, formula)
			}
		case xml.StartElement:
			text, err := r.xml.textOf(e.Name.Local == "is")
			if err != nil {
				return "", err
			}
			switch e.Name.Local {
			case "v", "is":
				value = text
			case "f":
				formula = true
			}
		}
	}
}

// value says what a cell holds as its reader sees it.
func (r *bookRows) value(cell xml.StartElement, value string, formula bool) (string, error) {
	switch kind := attribute(cell, "t"); kind {
	case "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(r.texts) {
			return "", graph.Errorf(graph.ErrInvalid, "is damaged (there is no text %s in the workbook)", quote(value))
		}
		return r.texts[i], nil
	case "str", "inlineStr":
		return value, nil
	case "b":
		return strconv.FormatBool(value == "1"), nil
	case "e":
		return "", graph.Errorf(graph.ErrInvalid, "holds the error %s; mend what it is computed from, or empty the cell", quote(value))
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	case "", "n":
		if value == "" && formula {
			return "", graph.Errorf(graph.ErrInvalid, "holds a formula that was never computed; open the file in a spreadsheet program and save it")
		}
		style, _ := strconv.Atoi(attribute(cell, "s")) // none is the first
		return r.number(value, style)
	default:
		return "", graph.Errorf(graph.ErrInvalid, "holds %s of a type that is not known (%s)", quote(value), quote(kind))
	}
}

// number writes a number as its style shows it.
func (r *bookRows) number(value string, style int) (string, error) {
	if value == "" {
		return "", nil
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return "", graph.Errorf(graph.ErrInvalid, "is damaged (%s is no number)", quote(value))
	}
	if style < 0 || style >= len(r.styles) {
		return numberText(v), nil
	}
	return r.styles[style].text(v, r.since)
}

// fill writes into the row what is merged with cells above it.
func (r *bookRows) fill() {
	for len(r.pending) > 0 && r.pending[0].first <= r.row {
		m := r.pending[0]
		r.pending = r.pending[1:]
		if m.first == r.row && m.column <= len(r.cells) {
			m.value = r.cells[m.column-1]
		}
		r.active = append(r.active, m)
	}
	r.active = slices.DeleteFunc(r.active, func(m merged) bool { return m.last < r.row })
	for _, m := range r.active {
		for len(r.cells) < m.column {
			r.cells = append(r.cells, "")
		}
		if r.cells[m.column-1] == "" {
			r.cells[m.column-1] = m.value
		}
	}
}

// cellAt reads the place of a cell: C7 is column 3, row 7.
func cellAt(s string) (column, row int, ok bool) {
	letters := strings.TrimRight(s, "0123456789")
	for _, c := range []byte(letters) {
		if c < 'A' || c > 'Z' || column > mostColumns {
			return 0, 0, false
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(s[len(letters):])
	return column, row, err == nil && column > 0 && column <= mostColumns && row > 0 && row <= mostRows
}

// columnName gives the letters of a column.
func columnName(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

func isBlank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// newSheetTable makes a table of the rows of a sheet. The first row that is not blank
// is the header.
func newSheetTable(file string, next func() ([]string, int, error)) (*table, error) {
	t := &table{file: file, unit: "row"}
	header, n, err := next()
	if errors.Is(err, io.EOF) {
		return nil, graph.InField(file, graph.Errorf(graph.ErrInvalid, "is empty"))
	}
	if err != nil {
		return nil, t.misread(n, err)
	}
	t.line = n
	for isBlank(header[len(header)-1:]) {
		header = header[:len(header)-1]
	}
	if err := t.checkText(header); err != nil {
		return nil, err
	}
	t.setHeader(header)
	width := len(header)
	t.next = func() ([]string, int, error) {
		row, n, err := next()
		if err != nil {
			return nil, n, err
		}
		if len(row) > width && !isBlank(row[width:]) {
			over := width + slices.IndexFunc(row[width:], func(c string) bool { return strings.TrimSpace(c) != "" })
			return nil, n, graph.InField("column "+columnName(over+1), graph.Errorf(graph.ErrInvalid, "holds %s, and the column has no name in the first row", quote(row[over])))
		}
		for len(row) < width {
			row = append(row, "")
		}
		return row[:width], n, nil
	}
	return t, nil
}

// place says where a row stands.
func (t *table) place(row int) string {
	return fmt.Sprintf("%s: %s %d", t.file, cmp.Or(t.unit, "line"), row)
}
