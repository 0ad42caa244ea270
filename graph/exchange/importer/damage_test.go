package importer_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
)

// files gives the files of a fixture, with another text in place of its own.
func (f fixture) files(text string) []importer.File {
	files := []importer.File{typed(f.name, text)}
	for _, m := range f.more {
		files = append(files, typed(m.name, m.text))
	}
	return files
}

// read reads files as the format of a fixture, or by its mapping.
func (f fixture) read(t testing.TB, base graph.Snapshot, files ...importer.File) reading {
	t.Helper()
	if f.mapping != "" {
		m, err := importer.ReadMapping("mapping.yaml", strings.NewReader(f.mapping))
		if err != nil {
			t.Fatal(err)
		}
		return readAs(t, base, m.Format(), importer.Hand{}, files...)
	}
	return read(t, base, f.format, importer.Hand{}, files...)
}

func TestFixtures(t *testing.T) {
	base := bundled(t)
	seen := map[string]bool{}
	for _, f := range fixtures {
		seen[f.format] = true
		t.Run(f.format+" "+f.name, func(t *testing.T) {
			x := f.read(t, base, f.files(f.text)...)
			f.wants(t, base, x)
		})
	}
	for _, f := range importer.Formats() {
		if !seen[f.Name] {
			t.Errorf("%s has no fixture", f.Name)
		}
	}
}

// wants checks that a reading gave what the whole file says, and that it can be
// recorded.
func (f fixture) wants(t *testing.T, base graph.Snapshot, x reading) {
	t.Helper()
	if x.err != nil {
		t.Fatal(x.err)
	}
	if len(x.relations) != f.relations || len(x.names.Misses()) > 0 {
		t.Errorf("%d relations, want %d; left out %v, not matched %v", len(x.relations), f.relations, x.report.Left, x.names.Misses())
	}
	if _, err := graph.NewChecker(base).Check(t.Context(), x.records, 0); err != nil {
		t.Error(err)
	}
}

// Files as they come off other machines read as well.
func TestFilesOfOtherMachines(t *testing.T) {
	base := bundled(t)
	for _, f := range fixtures {
		crlf := strings.ReplaceAll(f.text, "\n", "\r\n")
		for name, files := range map[string][]importer.File{
			"a byte-order mark":   f.files("\ufeff" + f.text),
			"the ends of Windows": f.files(crlf),
			"both":                f.files("\ufeff" + crlf),
			"no end at the end":   f.files(strings.TrimRight(f.text, "\n")),
			"gzip":                append([]importer.File{bytesFile(f.name+".gz", gzipped(t, f.text))}, f.files("")[1:]...),
			"an archive":          append([]importer.File{archive(t, f.name+".zip", map[string]string{"README.pdf": "%PDF", inArchive(f.name): f.text})}, f.files("")[1:]...),
		} {
			t.Run(f.format+" "+f.name+" with "+name, func(t *testing.T) {
				f.wants(t, base, f.read(t, base, files...))
			})
		}
	}
}

// inArchive gives a file an ending that is looked at in archives.
func inArchive(name string) string { return "folder/" + name }

// A damaged file is told with its line, or its byte, and gives an error that is the
// reader's fault to mend.
func TestDamagedFiles(t *testing.T) {
	base := bundled(t)
	for _, f := range fixtures {
		last := strings.TrimRight(f.text, "\n")
		lastLine := last[strings.LastIndexByte(last, '\n')+1:]
		damages := map[string][]importer.File{
			"cut":           f.files(last[:len(last)-len(lastLine)/2-1]),
			"a NUL":         f.files(last[:len(last)-2] + "\x00" + last[len(last)-2:]),
			"a cut gzip":    append([]importer.File{bytesFile(f.name+".gz", gzipped(t, f.text)[:30])}, f.files("")[1:]...),
			"a cut archive": {bytesFile(f.name+".zip", archiveBytes(t, map[string]string{f.name: f.text})[:60])},
			"nothing":       f.files(""),
			"another file":  f.files("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
			"a bomb":        append([]importer.File{bytesFile(f.name+".gz", append(gzipped(t, f.text), bomb(t)...))}, f.files("")[1:]...),
		}
		if f.text1 != "" {
			damages["another encoding"] = f.files(strings.Replace(f.text, f.text1, "Pr\xe9sident", 1))
		}
		if strings.Contains(f.name, ".csv") && !strings.Contains(f.text, ";") {
			damages["a quote"] = f.files(strings.Replace(f.text, f.text1, `"`+f.text1, 1))
			damages["a column more"] = f.files(last + ",1\n")
		}
		for name, files := range damages {
			t.Run(f.format+" "+f.name+" with "+name, func(t *testing.T) {
				x := f.read(t, base, files...)
				told(t, f, name, x.err)
			})
		}
	}
}

// A row that stands twice is one row, or is told with its line; it is never recorded
// twice.
func TestRowsThatStandTwice(t *testing.T) {
	base := bundled(t)
	for _, f := range fixtures {
		t.Run(f.format+" "+f.name, func(t *testing.T) {
			text := strings.TrimRight(f.text, "\n") + "\n"
			last := text[strings.LastIndexByte(text[:len(text)-1], '\n')+1:]
			x := f.read(t, base, f.files(text+last)...)
			switch f.twice {
			case anotherEvent:
				f.relations++
				fallthrough
			case "":
				f.wants(t, base, x)
				return
			}
			if graph.KindOf(x.err) != graph.ErrInvalid || !strings.Contains(x.err.Error(), f.twice) {
				t.Errorf("the error is %v, want %s", x.err, f.twice)
			}
		})
	}
}

// told checks that an error names the file and what is wrong.
func told(t *testing.T, f fixture, damage string, err error) {
	t.Helper()
	var e *graph.Error
	if !errors.As(err, &e) || graph.KindOf(err) != graph.ErrInvalid && graph.KindOf(err) != graph.ErrTooLarge {
		t.Fatalf("the error is %v", err)
	}
	if !strings.HasPrefix(e.Field, f.name) {
		t.Errorf("the error names no file: %v", err)
	}
	place := strings.Contains(e.Field, "line ") || strings.Contains(e.Field, "byte ") || strings.Contains(e.Field, "row ")
	if placed := damage == "a quote" || damage == "another encoding" || damage == "a NUL" || damage == "a column more"; placed && !place {
		t.Errorf("the error names no line: %v", err)
	}
}

// A line without an end is refused before it fills the memory.
func TestLineWithoutAnEnd(t *testing.T) {
	base := bundled(t)
	for _, f := range fixtures {
		t.Run(f.format+" "+f.name, func(t *testing.T) {
			long := &endless{start: strings.TrimRight(f.text, "\n")}
			files := append([]importer.File{{Name: f.name, Size: 1 << 40, Open: func() (io.ReadCloser, error) {
				long.n = 0
				return io.NopCloser(long), nil
			}}}, f.files("")[1:]...)
			x := f.read(t, base, files...)
			if graph.KindOf(x.err) != graph.ErrInvalid || !strings.Contains(x.err.Error(), "line") && !strings.Contains(x.err.Error(), "byte") && !strings.Contains(x.err.Error(), "row") {
				t.Errorf("the error is %v", x.err)
			}
			if long.n > 40<<20 {
				t.Errorf("%d bytes were read of one line", long.n)
			}
		})
	}
}

// endless is a file whose last line goes on for ever.
type endless struct {
	start string
	n     int
}

func (e *endless) Read(b []byte) (int, error) {
	if e.n < len(e.start) {
		n := copy(b, e.start[e.n:])
		e.n += n
		return n, nil
	}
	for i := range b {
		b[i] = 'a'
	}
	e.n += len(b)
	return len(b), nil
}

func bytesFile(name string, b []byte) importer.File {
	return importer.File{Name: name, Size: int64(len(b)), Open: func() (io.ReadCloser, error) { return seekable{bytes.NewReader(b)}, nil }}
}

// seekable is a file in memory.
type seekable struct{ *bytes.Reader }

func (seekable) Close() error { return nil }

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a little file that unpacks to millions of empty lines.
func bomb(t *testing.T) []byte {
	t.Helper()
	if bombBytes == nil {
		bombBytes = gzipped(t, strings.Repeat("\n", 20<<20))
	}
	return bombBytes
}

var bombBytes []byte

func archive(t *testing.T, name string, files map[string]string) importer.File {
	return bytesFile(name, archiveBytes(t, files))
}

func archiveBytes(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
