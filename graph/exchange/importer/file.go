package importer

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/entente/entente/graph"
)

// File is a file to be read, from its start each time that it is opened. What it
// opens may be compressed by gzip; an archive (ZIP) must be an io.ReaderAt too.
type File struct {
	Name string
	Size int64 // in bytes; 0 if it is not known
	Open func() (io.ReadCloser, error)
}

// Meter tells how far a reading is, in bytes of the files as they are. It may be
// read while the reading goes on.
type Meter struct{ done atomic.Int64 }

// Done gives how many bytes were read.
func (m *Meter) Done() int64 { return m.done.Load() }

// What a file may unpack to: data sets are text that compresses well, and a file
// made to fill a disk compresses far better.
const (
	mostUnpacked  = 16 << 20 // bytes that any file may unpack to
	mostExpansion = 300      // times its size, beyond that
)

// part is what is read as one file: a file, or a file of an archive.
type part struct {
	name  string
	open  func() (io.ReadCloser, error)
	sheet func() (*table, io.Closer, error) // instead of open: what is a table already
}

// table opens a part as a table.
func (p part) table(encoding string) (*table, io.Closer, error) {
	if p.sheet != nil {
		return p.sheet()
	}
	raw, err := p.open()
	if err != nil {
		return nil, nil, unreadable(p.name, err)
	}
	t, err := newTable(p.name, decoded(raw, encoding))
	if err != nil {
		_ = raw.Close() // it was only read
	}
	return t, raw, err
}

// dataEndings are the endings of the files of an archive that may hold data.
var dataEndings = []string{".csv", ".tab", ".tsv", ".txt", ".json", ".jsonl", ".ijson", ".export"}

// oldWorkbook is how workbooks of Excel begin that are old, or locked by a password.
const oldWorkbook = "\xd0\xcf\x11\xe0"

// parts lists what the file holds. Of a spreadsheet that is one sheet: the named one,
// or the first.
func (f File) parts(m *Meter, sheet string) ([]part, error) {
	raw, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = raw.Close() }() // it was only read
	start := make([]byte, 4)
	n, err := io.ReadFull(raw, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, unreadable(f.Name, err)
	}
	switch string(start[:n]) {
	case "PK\x03\x04":
		return f.archived(raw, m, sheet)
	case oldWorkbook:
		return nil, graph.InField(f.Name, graph.Errorf(graph.ErrInvalid, "is an old workbook (.xls), or one with a password; save it as .xlsx without one"))
	}
	return []part{{name: f.Name, open: func() (io.ReadCloser, error) { return f.plain(m) }}}, nil
}

// archived lists the files of an archive that may hold data.
func (f File) archived(raw io.Reader, m *Meter, sheet string) ([]part, error) {
	at, ok := raw.(io.ReaderAt)
	if !ok || f.Size == 0 {
		return nil, graph.InField(f.Name, graph.Errorf(graph.ErrInvalid, "is a ZIP archive, which cannot be read here; unpack it first"))
	}
	z, err := zip.NewReader(at, f.Size)
	if err != nil {
		return nil, graph.InField(f.Name, graph.Errorf(graph.ErrInvalid, "is a damaged ZIP archive; download it again"))
	}
	if isSpreadsheet(z) {
		return []part{{name: f.Name, sheet: func() (*table, io.Closer, error) { return f.sheet(m, sheet) }}}, nil
	}
	if slices.ContainsFunc(z.File, func(e *zip.File) bool { return e.Name == "content.xml" }) {
		return nil, graph.InField(f.Name, graph.Errorf(graph.ErrInvalid, "is an OpenDocument file; save it as .xlsx, or as CSV in UTF-8"))
	}
	var parts []part
	for i, e := range z.File {
		if hidden := strings.HasPrefix(path.Base(e.Name), ".") || strings.HasPrefix(e.Name, "__MACOSX"); hidden || !slices.Contains(dataEndings, strings.ToLower(path.Ext(e.Name))) {
			continue
		}
		parts = append(parts, part{name: f.Name + "/" + e.Name, open: func() (io.ReadCloser, error) { return f.member(i, m) }})
	}
	if len(parts) == 0 {
		return nil, graph.InField(f.Name, graph.Errorf(graph.ErrInvalid, "is a ZIP archive without a data file (%s) in it", strings.Join(dataEndings, ", ")))
	}
	return parts, nil
}

// member opens the nth file of an archive.
func (f File) member(n int, m *Meter) (io.ReadCloser, error) {
	raw, err := f.Open()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(raw.(io.ReaderAt), f.Size)
	if err != nil {
		return nil, errors.Join(unreadable(f.Name, err), raw.Close())
	}
	in, err := openMember(f.Name, z.File[n], m)
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	return both{in, closers{in, raw}}, nil
}

// openMember opens a file of an archive.
func openMember(archive string, e *zip.File, m *Meter) (io.ReadCloser, error) {
	if e.Flags&1 != 0 {
		return nil, graph.InField(archive, graph.Errorf(graph.ErrInvalid, "%s is encrypted; unpack the archive first", quote(e.Name)))
	}
	in, err := e.Open()
	if err != nil {
		return nil, graph.InField(archive, graph.Errorf(graph.ErrInvalid, "%s cannot be unpacked (%v)", quote(e.Name), err))
	}
	packed := int64(e.CompressedSize64)
	limited := &unpacked{r: in, packed: func() int64 { return packed }, unpacked: func(n int64) {
		m.done.Add(n * packed / max(int64(e.UncompressedSize64), 1))
	}}
	return both{limited, in}, nil
}

// plain opens the file itself, unpacked if it is compressed.
func (f File) plain(m *Meter) (io.ReadCloser, error) {
	raw, err := f.Open()
	if err != nil {
		return nil, err
	}
	counted := &counter{r: raw, m: m}
	in := bufio.NewReaderSize(counted, 64<<10)
	if start, _ := in.Peek(2); string(start) != "\x1f\x8b" {
		return both{in, raw}, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		_ = raw.Close()
		return nil, graph.InField(f.Name, graph.Errorf(graph.ErrInvalid, "is a damaged gzip file; download it again"))
	}
	return both{&unpacked{r: z, packed: func() int64 { return counted.n }}, raw}, nil
}

type both struct {
	io.Reader
	io.Closer
}

type closers []io.Closer

func (all closers) Close() error {
	var errs []error
	for _, c := range all {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// counter counts what is read of a file.
type counter struct {
	r io.Reader
	m *Meter
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	c.m.done.Add(int64(n))
	return n, err
}

// unpacked reads what was compressed, and refuses what unpacks to far more than
// data does.
type unpacked struct {
	r        io.Reader
	packed   func() int64      // bytes of the file so far
	unpacked func(bytes int64) // told what was unpacked; may be nil
	n        int64
}

func (u *unpacked) Read(b []byte) (int, error) {
	n, err := u.r.Read(b)
	u.n += int64(n)
	if u.unpacked != nil {
		u.unpacked(int64(n))
	}
	if u.n > mostUnpacked && u.n/mostExpansion > u.packed() {
		return 0, graph.Errorf(graph.ErrTooLarge, "unpacks to more than %d times its size; that is no data set. If it is, unpack it first", mostExpansion)
	}
	return n, err
}

// encodings are those that a file may be written in besides UTF-8.
var encodings = map[string]encoding.Encoding{
	"windows-1252": charmap.Windows1252, "iso-8859-1": charmap.ISO8859_1, "iso-8859-15": charmap.ISO8859_15,
	"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "macintosh": charmap.Macintosh,
}

// Encodings lists the names of the encodings that a file may be in.
func Encodings() []string {
	names := []string{"utf-8"}
	for n := range encodings {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// decoded reads text in an encoding as UTF-8. A byte-order mark says more than the
// name of the encoding, and is taken away.
func decoded(r io.Reader, name string) io.Reader {
	e, ok := encodings[strings.ToLower(name)]
	if !ok {
		e = unicode.UTF8
		in := bufio.NewReader(r)
		switch start, _ := in.Peek(3); {
		case string(start) == "\xef\xbb\xbf":
			_, _ = in.Discard(3) // they are there
			return in
		case len(start) < 2 || string(start[:2]) != "\xff\xfe" && string(start[:2]) != "\xfe\xff":
			return in // as it is, so that what is not UTF-8 is seen
		default:
			r = in
		}
	}
	return transform.NewReader(r, unicode.BOMOverride(e.NewDecoder()))
}

// inFile names the file of an error that may name a place in it.
func inFile(file string, err error) error {
	var e *graph.Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Field = file
	if e.Field != "" {
		named.Field += ": " + e.Field
	}
	return &named
}

func unreadable(file string, err error) error {
	var e *graph.Error
	switch {
	case errors.As(err, &e):
		return inFile(file, err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return graph.InField(file, graph.Errorf(graph.ErrInvalid, "ends in the middle; it was not downloaded whole"))
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, zip.ErrFormat):
		return graph.InField(file, graph.Errorf(graph.ErrInvalid, "is damaged (its checksum is wrong); download it again"))
	}
	if isCorrupt(err) {
		return graph.InField(file, graph.Errorf(graph.ErrInvalid, "is damaged (%v); download it again", err))
	}
	return &graph.Error{Kind: graph.ErrUnavailable, Field: file, Message: "cannot be read", Err: err}
}
