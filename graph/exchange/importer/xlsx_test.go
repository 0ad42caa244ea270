package importer_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
	"github.com/entente/entente/graph/graphtest"
)

const (
	sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
)

// book gives the files of a workbook with two sheets, typed by hand: the rows of the
// first, which is called Visits, and texts that cells share.
func book(rows string, texts ...string) map[string]string {
	shared := ""
	for _, s := range texts {
		shared += "<si>" + s + "</si>"
	}
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr/><sheets>` +
			`<sheet name="Scratch" sheetId="3" state="hidden" r:id="r9"/><sheet name="Visits" sheetId="1" r:id="r1"/><sheet name="Notes &amp; more" sheetId="2" r:id="r2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/one.xml"/>` +
			`<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/two.xml"/>` +
			`<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/none.xml"/>` +
			`<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
			`<Relationship Id="r4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/one.xml": sheetHead + rows + sheetTail,
		"xl/worksheets/two.xml": sheetHead + inlineRow(1, "from", "to", "when") + inlineRow(2, "Mali", "Niger", "2001") + sheetTail,
		"xl/sharedStrings.xml":  `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared + `</sst>`,
		// Styles by their numbers: 0 plain, 1 day, 2 month, 3 year, 4 time, 5 five digits, 6 a day in words, 7 a moment.
		"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>` +
			`<numFmt numFmtId="164" formatCode="yyyy"/><numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="[$-40C]d&quot; de &quot;mmmm\ yyyy;@"/></numFmts>` +
			`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="17"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
	}
}

// inlineRow writes a row of texts.
func inlineRow(n int, cells ...string) string {
	s := fmt.Sprintf(`<row r="%d">`, n)
	for i, c := range cells {
		s += fmt.Sprintf(`<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, n, c)
	}
	return s + "</row>"
}

// cellRow writes a row of cells as they are given.
func cellRow(n int, cells ...string) string {
	return fmt.Sprintf(`<row r="%d">%s</row>`, n, strings.Join(cells, ""))
}

const bookMapping = "source: {id: \"source:t\", title: T}\nfrom: {column: from}\nto: {column: to}\nkind: {is: MEETS}\nperiod: when\n"

// readMapped reads a table by a mapping.
func readMapped(t testing.TB, mapping string, files ...importer.File) reading {
	t.Helper()
	m, err := importer.ReadMapping("m.yaml", strings.NewReader(mapping))
	if err != nil {
		t.Fatal(err)
	}
	return readAs(t, bundled(t), m.Format(), importer.Hand{}, files...)
}

// inWordsByNote says the relations of a reading, by their notes.
func inWordsByNote(x reading) map[string]string {
	out := map[string]string{}
	for _, r := range x.relations {
		out[r.Note] = fmt.Sprintf("%s %s %s", r.From, r.To, r.Period)
	}
	return out
}

// What cells hold is read as people see it: days of both calendars, months and years
// that are shown as such, numbers of which fractions made others, codes with zeros in
// front, texts with a part in bold, and what is merged.
func TestSpreadsheet(t *testing.T) {
	header := cellRow(3, `<c r="A3" t="s"><v>0</v></c>`, `<c r="B3" t="s"><v>1</v></c>`, `<c r="C3" t="s"><v>2</v></c>`, `<c r="D3" t="inlineStr"><is><t>note</t></is></c>`, `<c r="E3" s="1"/>`)
	row := func(n int, from, when, note string) string {
		return cellRow(n, from, fmt.Sprintf(`<c r="B%d" t="str"><f>"Sp"&amp;"ain"</f><v>Spain</v></c>`, n), when, fmt.Sprintf(`<c r="D%d" %s</c>`, n, note))
	}
	const france = `<c t="s"><v>3</v></c>`
	day := func(style int, v string) string { return fmt.Sprintf(`<c s="%d"><v>%s</v></c>`, style, v) }
	rows := header +
		row(4, france, day(1, "45153"), `t="inlineStr"><is><t>day</t></is>`) +
		row(5, france, day(2, "45139"), `t="inlineStr"><is><r><t>mo</t></r><rPh><t>MO</t></rPh><r><rPr><b/></rPr><t xml:space="preserve">nth</t></r></is>`) +
		row(6, france, day(3, "36526"), `s="5"><v>40</v>`) +
		cellRow(7, `<c r="A7" s="1"/>`, `<c r="B7"/>`) +
		row(8, france, day(0, "2001"), `><v>2.2999999999999998</v>`) +
		row(9, france, day(6, "36585"), `t="b"><v>1</v>`) +
		row(10, france, day(7, "45153.604166666664"), `><v>1E+3</v>`) +
		row(11, france, `<c t="d"><v>2023-08-16T00:00:00</v></c>`, `t="str"><v>a_x000D_&#10;b</v>`) +
		row(12, `<c r="A12"/>`, day(1, "59"), `t="inlineStr"><is><t>merged</t></is>`) +
		row(13, `<c r="A13"/>`, day(1, "61"), `t="inlineStr"><is><t>merged too</t></is>`)
	files := book(rows, "<t>from</t>", "<t>to</t>", "<t>when</t>", "<r><t>Fran</t></r><r><t>ce</t></r>")
	files["xl/worksheets/one.xml"] = sheetHead + rows + `</sheetData><mergeCells count="2"><mergeCell ref="A11:A13"/><mergeCell ref="E1:F1"/></mergeCells></worksheet>`
	x := readMapped(t, bookMapping+"note: note\n", archive(t, "visits.xlsx", files))
	if x.err != nil {
		t.Fatal(x.err)
	}
	want := map[string]string{
		"day": "france spain 2023-08-15", "month": "france spain 2023-08", "00040": "france spain 2000", "2.3": "france spain 2001", "true": "france spain 2000-02-29",
		"1000": "france spain 2023-08-15", "a\r\nb": "france spain 2023-08-16", "merged": "france spain 1900-02-28", "merged too": "france spain 1900-03-01",
	}
	got := inWordsByNote(x)
	for note, w := range want {
		if got[note] != w {
			t.Errorf("%q is %q, want %q", note, got[note], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d relations: %v", len(got), got)
	}

	files["xl/workbook.xml"] = strings.Replace(files["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	x = readMapped(t, bookMapping+"note: note\n", archive(t, "visits.xlsx", files))
	if got := inWordsByNote(x); x.err != nil || got["day"] != "france spain 2027-08-16" || got["merged"] != "france spain 1904-02-29" {
		t.Errorf("counted from 1904: %v, %v", got, x.err)
	}
}

// A sheet is found by its name; the first that is not hidden is read where none is
// named.
func TestSheetByName(t *testing.T) {
	first := archive(t, "visits.xlsx", book(inlineRow(1, "from", "to", "when")+inlineRow(2, "Mali", "Chad", "2002")))
	for mapping, want := range map[string]graph.ActorID{"": "chad", "sheet: visits\n": "chad", "sheet: Notes & more\n": "niger"} {
		x := readMapped(t, mapping+bookMapping, first)
		if x.err != nil || len(x.relations) != 1 {
			t.Fatalf("%q: %d relations, %v", mapping, len(x.relations), x.err)
		}
		for _, r := range x.relations {
			if r.From != want && r.To != want {
				t.Errorf("%q reads %s and %s", mapping, r.From, r.To)
			}
		}
	}
	x := readMapped(t, "sheet: Visit\n"+bookMapping, first)
	if x.err == nil || !strings.Contains(x.err.Error(), `visits.xlsx: not found: has no sheet "Visit"; it has "Visits", "Notes & more", "Scratch"`) {
		t.Errorf("the error is %v", x.err)
	}
}

// What a spreadsheet holds that nobody can read is told with its sheet, row and column,
// and so is a workbook that is damaged.
func TestSpreadsheetFaults(t *testing.T) {
	head := inlineRow(1, "from", "to", "when")
	rows := func(more string) map[string]string { return book(head + more) }
	with := func(name, text string) map[string]string {
		files := rows(inlineRow(2, "Mali", "Niger", "2001"))
		files[name] = text
		return files
	}
	without := func(name string) map[string]string {
		files := with(name, "")
		delete(files, name)
		return files
	}
	const at = `visits.xlsx: sheet "Visits": `
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"an error":              {rows(cellRow(7, `<c r="A7" t="inlineStr"><is><t>Mali</t></is></c>`, `<c r="B7" t="e"><v>#N/A</v></c>`)), at + `row 7: column B: invalid: holds the error "#N/A"`},
		"never computed":        {rows(cellRow(2, `<c r="C2"><f>A1</f><v></v></c>`)), at + "row 2: column C: invalid: holds a formula that was never computed"},
		"no such day":           {rows(cellRow(2, `<c r="C2" s="1"><v>60</v></c>`)), at + "row 2: column C: invalid: holds 60 and shows it as a date"},
		"a date below 0":        {rows(cellRow(2, `<c r="C2" s="1"><v>-4</v></c>`)), at + "row 2: column C: invalid: holds -4"},
		"a date far away":       {rows(cellRow(2, `<c r="C2" s="1"><v>1e300</v></c>`)), at + "row 2: column C: invalid: holds 1e+300"},
		"a stray cell":          {rows(cellRow(2, `<c r="E2"><v>5</v></c>`)), at + `row 2: column E: invalid: holds "5", and the column has no name`},
		"not when":              {rows(inlineRow(2, "Mali", "Niger", "soon")), at + `row 2: when: invalid: "soon" is not a period`},
		"nobody":                {rows(inlineRow(2, "Mali", "", "2001")), at + "row 2: to: invalid: is empty"},
		"a text that is not":    {rows(cellRow(2, `<c r="A2" t="s"><v>7</v></c>`)), at + "row 2: column A: invalid: is damaged"},
		"rows in disorder":      {rows(inlineRow(3, "Mali", "Niger", "2001") + inlineRow(2, "Mali", "Niger", "2001")), at + "row 4: invalid: is damaged (row \"2\" comes after row 3)"},
		"cells in disorder":     {rows(cellRow(2, `<c r="C2"/>`, `<c r="A2"/>`)), at + "row 2: invalid: is damaged"},
		"a column beyond":       {rows(cellRow(2, `<c r="ZZZZ2"/>`)), at + "row 2: invalid: is damaged"},
		"a type":                {rows(cellRow(2, `<c r="A2" t="x"><v>1</v></c>`)), at + "row 2: column A: invalid: holds"},
		"elements unclosed":     {rows(`<row r="2"><c r="A2">`), "visits.xlsx: invalid: is damaged (element <c> closed by </sheetData>)"},
		"nested without an end": {rows(strings.Repeat("<a>", 1000)), "visits.xlsx: invalid: is damaged (its elements lie more than 64 deep)"},
		"an empty sheet":        {book(""), `visits.xlsx: sheet "Visits": invalid: is empty`},
		"no sheet":              {without("xl/worksheets/one.xml"), `visits.xlsx: invalid: is damaged (it lacks "xl/worksheets/one.xml")`},
		"no workbook":           {without("xl/workbook.xml"), `visits.xlsx: invalid: is damaged (it lacks "xl/workbook.xml")`},
		"no list":               {without("_rels/.rels"), "visits.xlsx: invalid: is no workbook"},
		"cut styles":            {with("xl/styles.xml", "<styleSheet><cellXfs>"), "visits.xlsx: invalid: is damaged (xl/styles.xml"},
		"a letter":              {with("_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>`), "visits.xlsx: invalid: is damaged"},
		"a binary workbook":     {with("_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`), "(.xlsb); save it as .xlsx"},
		"a bomb of texts":       {with("xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat(" ", 20<<20)+"</t></si></sst>"), "visits.xlsx: "},
		"a bomb of rows":        {rows(strings.Repeat(" ", 20<<20)), "visits.xlsx: too large: unpacks to more than 300 times its size"},
	} {
		t.Run(name, func(t *testing.T) {
			x := readMapped(t, bookMapping, archive(t, "visits.xlsx", c.files))
			if x.err == nil || !strings.Contains(x.err.Error(), c.want) {
				t.Errorf("the error is %v, want %s", x.err, c.want)
			}
			if k := graph.KindOf(x.err); k != graph.ErrInvalid && k != graph.ErrTooLarge {
				t.Errorf("the error is %v", k)
			}
		})
	}
	whole := archiveBytes(t, rows(inlineRow(2, "Mali", "Niger", "2001")))
	for name, b := range map[string][]byte{"cut": whole[:len(whole)/2], "an OpenDocument": archiveBytes(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "old": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on")} {
		x := readMapped(t, bookMapping, bytesFile("visits.xlsx", b))
		if graph.KindOf(x.err) != graph.ErrInvalid || !strings.HasPrefix(x.err.Error(), "visits.xlsx: ") {
			t.Errorf("%s: the error is %v", name, x.err)
		}
	}
}

// A mapping is proposed for a spreadsheet as for any table, and names the rows as the
// sheet numbers them.
func TestGuessSpreadsheet(t *testing.T) {
	f := archive(t, "visits.xlsx", book(inlineRow(2, "from", "to", "type", "date")+inlineRow(5, "Mali", "Niger", "calls", "2001")))
	g, err := importer.GuessMapping(t.Context(), f, bundled(t), importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := g.YAML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"#   row 5: mali CALLS niger, 2001\n", `# The first of the sheets ["Visits" "Notes & more" "Scratch"] is read; sheet: names another.`, "title: visits\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mapping lacks %q:\n%s", want, text)
		}
	}
	g, err = importer.GuessMapping(t.Context(), f, bundled(t), importer.Options{Sheet: "Notes & more"})
	if err != nil || g.Mapping.Sheet != "Notes & more" || len(g.Rows) != 1 || !strings.HasPrefix(g.Rows[0], "row 2: ") {
		t.Errorf("%+v, %v", g, err)
	}
}

// The field's own data sets are read from a spreadsheet too.
func TestDataSetInASpreadsheet(t *testing.T) {
	x := read(t, bundled(t), "rivalries", importer.Hand{}, archive(t, "rivalries.xlsx", book(inlineRow(1, "ccode1", "ccode2", "start", "end")+
		cellRow(2, `<c><v>432</v></c>`, `<c><v>439</v></c>`, `<c><v>1960</v></c>`, `<c><v>1986</v></c>`))))
	if x.err != nil || len(x.relations) != 1 {
		t.Errorf("%d relations, %v", len(x.relations), x.err)
	}
}

func FuzzSpreadsheet(f *testing.F) {
	f.Add(inlineRow(1, "from", "to", "when")+inlineRow(2, "Mali", "Niger", "2001"), "<si><t>a</t></si>", "<cellXfs><xf numFmtId=\"14\"/></cellXfs>")
	f.Add(cellRow(1, `<c r="B1" t="s"><v>0</v></c>`, `<c s="0"><v>45153.5</v></c>`), "<si><r><t>a</t></r></si>", "")
	base := bundled(f)
	f.Fuzz(func(t *testing.T, rows, texts, styles string) {
		files := book(rows)
		files["xl/sharedStrings.xml"], files["xl/styles.xml"] = "<sst>"+texts+"</sst>", "<styleSheet>"+styles+"</styleSheet>"
		g, err := importer.GuessMapping(t.Context(), archive(t, "t.xlsx", files), base, importer.Options{})
		if k := graph.KindOf(err); err != nil && k != graph.ErrInvalid && k != graph.ErrTooLarge {
			t.Fatal(err)
		}
		if _, err := g.YAML(); err != nil {
			t.Fatal(err)
		}
	})
}

// Workbooks that other programs write are read as they were meant.
func TestSpreadsheetsOfOtherPrograms(t *testing.T) {
	const writers = "testdata/writers/"
	folder := t.TempDir()
	cmd := exec.CommandContext(t.Context(), graphtest.Python(t, "writers", writers+"requirements.txt"), writers+"write.py", folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := map[string]string{
		"a day, 040": "mali niger 2023-08-15", "a month, 2.5": "mali chad 2023-08", "a year & <more>, 45153": "mali benin 2001", "a moment, ": "togo benin 2023-08-15",
	}
	for _, name := range []string{"openpyxl", "openpyxl-1904", "xlsxwriter", "xlsxwriter-1904", "xlsxwriter-constant-memory"} {
		b, err := os.ReadFile(filepath.Join(folder, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		x := readMapped(t, bookMapping+"note: note\nabout: code\n", bytesFile(name+".xlsx", b))
		if x.err != nil {
			t.Errorf("%s: %v", name, x.err)
		}
		got := map[string]string{}
		for _, r := range x.relations {
			got[r.Note+", "+r.About.Text] = fmt.Sprintf("%s %s %s", r.From, r.To, r.Period)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, -want +got:\n%s", name, diff)
		}
	}
}
