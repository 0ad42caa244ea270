package importer

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/entente/entente/graph"
)

// What is held of a workbook in memory.
const (
	mostBookPart = 16 << 20  // bytes of its list of sheets, or of its styles
	mostTexts    = 256 << 20 // bytes of the texts that its cells share
)

// workbook is a spreadsheet of Excel (Office Open XML, .xlsx): an archive of files in
// XML, of which one lists the sheets, one the texts that cells share, and one how
// numbers are shown, which alone tells that a number is a date.
type workbook struct {
	file   string
	files  map[string]*zip.File
	meter  *Meter
	sheets []bookSheet
	since  epoch
	styles []numberStyle
	texts  []string
}

// bookSheet is a sheet by its name, and where it stands in the archive.
type bookSheet struct{ name, path string }

// relationship is a link from one file of the archive to another.
type relationship struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

func newWorkbook(file string, z *zip.Reader, m *Meter) (*workbook, error) {
	b := &workbook{file: file, files: map[string]*zip.File{}, meter: m}
	for _, e := range z.File {
		b.files[e.Name] = e
	}
	roots, err := b.links("")
	if err != nil {
		return nil, err
	}
	for _, l := range roots {
		if strings.HasSuffix(l.Type, "/officeDocument") {
			return b, b.open(l.Target)
		}
	}
	return nil, b.bad("is no workbook")
}

// open reads what all sheets need, from the file of the archive that lists them.
func (b *workbook) open(list string) error {
	if strings.HasSuffix(list, ".bin") {
		return b.bad("is a binary workbook (.xlsb); save it as .xlsx")
	}
	var all struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(list, &all); err != nil {
		return err
	}
	b.since = epoch{is1904: isTrue(all.Properties.Date1904)}
	links, err := b.links(list)
	if err != nil {
		return err
	}
	var hidden []bookSheet // after those that can be seen
	for _, s := range all.Sheets {
		l := links[s.ID]
		switch {
		case !strings.HasSuffix(l.Type, "/worksheet"): // a sheet that is one chart
		case s.State == "":
			b.sheets = append(b.sheets, bookSheet{s.Name, l.Target})
		case s.State == "visible":
			b.sheets = append(b.sheets, bookSheet{s.Name, l.Target})
		default:
			hidden = append(hidden, bookSheet{s.Name, l.Target})
		}
	}
	b.sheets = append(b.sheets, hidden...)
	for _, l := range links {
		switch {
		case strings.HasSuffix(l.Type, "/styles"):
			err = b.readStyles(l.Target)
		case strings.HasSuffix(l.Type, "/sharedStrings"):
			err = b.readTexts(l.Target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bad makes a fault of the workbook.
func (b *workbook) bad(format string, args ...any) error {
	return graph.InField(b.file, graph.Errorf(graph.ErrInvalid, format, args...))
}

// links gives where a file of the archive leads to, by the names of the links; those
// of the archive itself if no file is named. A file may have none.
func (b *workbook) links(from string) (map[string]relationship, error) {
	at := path.Join(path.Dir(from), "_rels", path.Base(from)+".rels")
	if from == "" {
		at = "_rels/.rels"
	}
	if b.files[at] == nil {
		return nil, nil
	}
	var all struct {
		Links []relationship `xml:"Relationship"`
	}
	if err := b.decode(at, &all); err != nil {
		return nil, err
	}
	links := map[string]relationship{}
	for _, l := range all.Links {
		if strings.HasPrefix(l.Target, "/") {
			l.Target = l.Target[1:]
		} else {
			l.Target = path.Join(path.Dir(from), l.Target)
		}
		links[l.ID] = l
	}
	return links, nil
}

// member opens a file of the archive.
func (b *workbook) member(name string) (io.ReadCloser, error) {
	e := b.files[name]
	if e == nil {
		return nil, b.bad("is damaged (it lacks %s); save it anew, or download it again", quote(name))
	}
	return openMember(b.file, e, b.meter)
}

// decode reads a small file of the archive.
func (b *workbook) decode(name string, into any) error {
	in, err := b.member(name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	limited := &io.LimitedReader{R: in, N: mostBookPart}
	err = xml.NewDecoder(limited).Decode(into)
	var syntax *xml.SyntaxError
	switch {
	case err != nil && limited.N <= 0:
		return graph.InField(b.file, graph.Errorf(graph.ErrTooLarge, "%s in it is larger than %d bytes; save the sheet as CSV", quote(name), mostBookPart))
	case errors.As(err, &syntax), errors.Is(err, io.EOF):
		return b.bad("is damaged (%s: %v); save it anew, or download it again", name, err)
	case err != nil && graph.KindOf(err) == nil && !isCorrupt(err) && !errors.Is(err, zip.ErrChecksum):
		return b.bad("is damaged (%s: %v); save it anew, or download it again", name, err)
	case err != nil:
		return unreadable(b.file, err)
	}
	return nil
}

// readTexts reads the texts that the cells share.
func (b *workbook) readTexts(name string) error {
	in, err := b.member(name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	x := newXMLReader(in)
	held := 0
	for {
		t, err := x.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(b.file, err)
		}
		if e, ok := t.(xml.StartElement); !ok || e.Name.Local != "si" {
			continue
		}
		text, err := x.textOf(true)
		if err != nil {
			return unreadable(b.file, err)
		}
		if held += len(text) + 16; held > mostTexts {
			return graph.InField(b.file, graph.Errorf(graph.ErrTooLarge, "has more than %d bytes of text; save the sheet as CSV", mostTexts))
		}
		b.texts = append(b.texts, text)
	}
}

// sheetNamed finds a sheet; the first one if no name is given.
func (b *workbook) sheetNamed(name string) (bookSheet, error) {
	if len(b.sheets) == 0 {
		return bookSheet{}, b.bad("has no sheet with cells")
	}
	if name == "" {
		return b.sheets[0], nil
	}
	var names []string
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			return s, nil
		}
		names = append(names, quote(s.name))
	}
	return bookSheet{}, graph.InField(b.file, graph.Errorf(graph.ErrNotFound, "has no sheet %s; it has %s", quote(name), strings.Join(names, ", ")))
}

// table gives a sheet of the workbook as a table.
func (b *workbook) table(name string) (*table, io.Closer, error) {
	s, err := b.sheetNamed(name)
	if err != nil {
		return nil, nil, err
	}
	rows, err := b.rows(s.path)
	if err != nil {
		return nil, nil, err
	}
	t, err := newSheetTable(fmt.Sprintf("%s: sheet %s", b.file, quote(s.name)), rows.next)
	if err != nil {
		_ = rows.in.Close() // it was only read
		return nil, nil, err
	}
	for _, s := range b.sheets {
		t.sheets = append(t.sheets, s.name)
	}
	return t, rows.in, nil
}
