package importer

import (
	"bufio"
	"compress/flate"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/entente/entente/graph"
)

// maxRow bounds a row in bytes: far above what data sets write, and little enough
// to hold one in memory.
const maxRow = 16 << 20

// table reads a file of rows with a header, row by row. Names of columns are
// compared without case.
type table struct {
	file    string
	unit    string   // what its rows are called; line if empty
	sheets  []string // of the spreadsheet that it is of
	header  []string
	columns map[string]int
	line    int      // of the row read last, from 1
	row     []string // belongs to the reader: it is overwritten by the next row

	next func() (row []string, line int, err error)
}

// newTable makes a table of a reader. Rows are parted by tabs if the header is, and
// by commas or semicolons else. Rows parted by tabs have no quotes.
func newTable(file string, r io.Reader) (*table, error) {
	in := bufio.NewReaderSize(r, 256<<10)
	start, err := in.Peek(64 << 10)
	if len(start) == 0 {
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, unreadable(file, err)
		}
		return nil, graph.InField(file, graph.Errorf(graph.ErrInvalid, "is empty"))
	}
	t := &table{file: file}
	first, _, _ := strings.Cut(string(start), "\n")
	t.next = rowsOf(in, separatorOf(first))
	header, line, err := t.next()
	if errors.Is(err, io.EOF) {
		return nil, graph.InField(file, graph.Errorf(graph.ErrInvalid, "is empty"))
	}
	if err != nil {
		return nil, t.misread(max(line, 1), err)
	}
	t.line = line
	if err := t.checkText(header); err != nil {
		return nil, err
	}
	t.setHeader(header)
	return t, nil
}

// newHeaderless makes a table of a file without a header, parted by tabs.
func newHeaderless(file string, r io.Reader, columns []string) *table {
	t := &table{file: file, next: tabbed(bufio.NewReaderSize(r, 256<<10))}
	t.setHeader(columns)
	return t
}

func (t *table) setHeader(header []string) {
	t.header = slices.Clone(header)
	t.columns = make(map[string]int, len(header))
	for i, name := range t.header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, there := t.columns[name]; !there {
			t.columns[name] = i
		}
	}
}

// separatorOf gives the sign that parts the columns of a header.
func separatorOf(header string) rune {
	best := ','
	for _, c := range "\t;" {
		if strings.Count(header, string(c)) > strings.Count(header, string(best)) {
			best = c
		}
	}
	return best
}

func rowsOf(in *bufio.Reader, comma rune) func() ([]string, int, error) {
	if comma == '\t' {
		return tabbed(in)
	}
	guard := &rowGuard{r: in}
	c := csv.NewReader(guard)
	c.Comma, c.ReuseRecord = comma, true
	return func() ([]string, int, error) {
		row, err := c.Read()
		guard.before = c.InputOffset()
		line := 0
		if len(row) > 0 {
			line, _ = c.FieldPos(0)
		}
		return row, line, err
	}
}

var errLongRow = errors.New("a row is too long")

// rowGuard keeps a row that does not end from being read into memory whole.
type rowGuard struct {
	r         io.Reader
	n, before int64 // bytes given, and where the newest row began
}

func (g *rowGuard) Read(b []byte) (int, error) {
	if g.n-g.before > maxRow {
		return 0, errLongRow
	}
	n, err := g.r.Read(b[:min(len(b), 256<<10)])
	g.n += int64(n)
	return n, err
}

// tabbed reads rows parted by tabs. The texts share the memory of their line.
func tabbed(in *bufio.Reader) func() ([]string, int, error) {
	var row []string
	line := 0
	return func() ([]string, int, error) {
		for {
			text, err := readLine(in)
			if err != nil {
				return nil, line + 1, err
			}
			line++
			if text == "" {
				continue
			}
			row = row[:0]
			for part := range strings.SplitSeq(text, "\t") {
				row = append(row, part)
			}
			return row, line, nil
		}
	}
}

// readLine reads a line without its end.
func readLine(in *bufio.Reader) (string, error) {
	var long []byte
	for {
		b, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			if long = append(long, b...); len(long) > maxRow {
				return "", errLongRow
			}
			continue
		case err != nil && (!errors.Is(err, io.EOF) || len(b)+len(long) == 0):
			return "", err
		}
		if long != nil {
			b = append(long, b...)
		}
		b = b[:len(b)-trailing(b)]
		return string(b), nil
	}
}

func trailing(b []byte) int {
	n := 0
	for n < 2 && n < len(b) && (b[len(b)-1-n] == '\n' || b[len(b)-1-n] == '\r') {
		n++
	}
	return n
}

// read reads the next row; false at the end of the file.
func (t *table) read() (bool, error) {
	row, line, err := t.next()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, t.misread(line, err)
	}
	t.row, t.line = row, line
	if len(row) != len(t.header) {
		return false, t.bad("", "has %d columns, and the header %d; the line is cut or has a stray separator", len(row), len(t.header))
	}
	return true, t.checkText(row)
}

// checkText reports what is no text.
func (t *table) checkText(row []string) error {
	for i, s := range row {
		plain := true
		for j := range len(s) {
			c := s[j]
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
				return t.bad(t.nameOf(i), "has a control character (0x%02X); the file is damaged or is no text", c)
			}
			plain = plain && c < 0x80
		}
		if !plain && !utf8.ValidString(s) {
			return t.bad(t.nameOf(i), "%s is not UTF-8; say --encoding windows-1252 if the file comes from an older Windows or Stata, or save it as UTF-8", quote(s))
		}
	}
	return nil
}

func (t *table) nameOf(i int) string {
	if i < len(t.header) {
		return t.header[i]
	}
	return ""
}

// misread says at which line a file is no table.
func (t *table) misread(line int, err error) error {
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		line = parse.StartLine
		if errors.Is(err, csv.ErrFieldCount) {
			t.line = parse.Line
			return t.bad("", "has another number of columns than the header; the line is cut or has a stray separator")
		}
		err = graph.Errorf(graph.ErrInvalid, "is not CSV: %v (a quote must be closed, and doubled inside quotes)", parse.Err)
	case errors.Is(err, errLongRow):
		err = graph.Errorf(graph.ErrInvalid, "is longer than %d bytes; a quote is not closed, or the file is no table", maxRow)
		line = t.line + 1
	default:
		line = max(line, t.line+1)
	}
	return unreadable(t.place(line), err)
}

// bad makes a fault of the row, and of a column if one is named.
func (t *table) bad(column, format string, args ...any) error {
	at := t.place(t.line)
	if column != "" {
		at += ": " + column
	}
	return &graph.Error{Kind: graph.ErrInvalid, Field: at, Message: fmt.Sprintf(format, args...)}
}

// has reports whether the table has all of the columns.
func (t *table) has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := t.columns[c]; !ok {
			return false
		}
	}
	return true
}

// text gives a cell; nothing where the column is missing or the data set says that
// it knows nothing.
func (t *table) text(column string) string {
	i, ok := t.columns[column]
	if !ok {
		return ""
	}
	s := strings.TrimSpace(t.row[i])
	switch s {
	case "NA", "NULL", "None", "nan", "NaN", ".":
		return ""
	}
	return s
}

// exact gives a cell of which NA is a value.
func (t *table) exact(column string) string {
	if i, ok := t.columns[column]; ok {
		return strings.TrimSpace(t.row[i])
	}
	return ""
}

// int reads a whole number; ok is false where the cell is empty. 1.0 is 1, as some
// programs write.
func (t *table) int(column string) (n int, ok bool, err error) {
	s := t.text(column)
	if s == "" {
		return 0, false, nil
	}
	n, err = strconv.Atoi(s)
	if err == nil {
		return n, true, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int(f)) {
		return 0, false, t.bad(column, "%s is not a whole number", quote(s))
	}
	return int(f), true, nil
}

// number reads a number; ok is false where the cell is empty.
func (t *table) number(column string) (n float64, ok bool, err error) {
	s := t.text(column)
	if s == "" {
		return 0, false, nil
	}
	n, err = strconv.ParseFloat(s, 64)
	if err != nil || n != n || n > 1e300 || n < -1e300 {
		return 0, false, t.bad(column, "%s is not a number", quote(s))
	}
	return n, true, nil
}

// year reads a year that must be there.
func (t *table) year(column string) (int, error) {
	n, ok, err := t.int(column)
	if err != nil {
		return 0, err
	}
	if !ok || n < 1 || n > 9999 {
		return 0, t.bad(column, "%s is not a year", quote(t.text(column)))
	}
	return n, nil
}

// need reads a text that must be there.
func (t *table) need(column string) (string, error) {
	s := t.text(column)
	if s == "" {
		return "", t.bad(column, "is empty")
	}
	return s, nil
}

func isCorrupt(err error) bool {
	var corrupt flate.CorruptInputError
	var internal flate.InternalError
	return errors.As(err, &corrupt) || errors.As(err, &internal)
}

// quote writes s in quotes for a message, cut to a length a person reads and with
// everything unprintable escaped.
func quote(s string) string {
	const most = 60
	cut := s
	if len(cut) > most {
		cut = strings.ToValidUTF8(cut[:most], "") + "…"
	}
	return strconv.Quote(cut)
}
