package main

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A sheet of a workbook is proposed a mapping, named in it or by its flag, and
// recorded.
func TestImportSpreadsheet(t *testing.T) {
	folder := t.TempDir()
	book, mapping := filepath.Join(folder, "visits.xlsx"), filepath.Join(folder, "visits.yaml")
	writeBook(t, book, map[string]string{"First": "nothing", "Visits": "from;to;type;date", "Visits 2": "from;to;type;date"}, "Mali;Niger;calls;2001")
	guessed := runCommand(t, nil, "import", "--data", folder, "--guess", "--sheet", "visits", book)
	if guessed.status != 0 || !strings.Contains(guessed.stdout, "sheet: visits\n") || !strings.Contains(guessed.stdout, "#   row 2: mali CALLS niger, 2001") {
		t.Fatalf("%s%s", guessed.stdout, guessed.stderr)
	}
	if err := os.WriteFile(mapping, []byte(guessed.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ flag, want string }{{"", "1 new relation"}, {"--sheet=Visits 2", "nothing changed: the record holds all of it already"}} {
		args := []string{"import", "--data", folder, "--mapping", mapping, book}
		if step.flag != "" {
			args = append(args, step.flag)
		}
		if got := runCommand(t, nil, args...); got.status != 0 || !strings.Contains(got.stdout, step.want) {
			t.Errorf("%v: %s%s", args, got.stdout, got.stderr)
		}
	}
	if got := runCommand(t, nil, "import", "--data", folder, "--mapping", mapping, "--sheet", "Visit", book); got.status != 3 || !strings.Contains(got.stderr, `has no sheet "Visit"; it has "First", "Visits", "Visits 2"`) {
		t.Errorf("%s%s", got.stdout, got.stderr)
	}
}

// writeBook writes a workbook of sheets with a header and a row each, parted by
// semicolons.
func writeBook(t *testing.T, name string, headers map[string]string, row string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	add := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = fmt.Fprint(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const links, kind = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`, `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	add("[Content_Types].xml", "<Types/>")
	add("_rels/.rels", links+`<Relationship Id="a" Type="`+kind+`officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	list, to := "", ""
	for i, sheet := range []string{"First", "Visits", "Visits 2"} {
		list += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="r%d"/>`, sheet, i+1, i+1)
		to += fmt.Sprintf(`<Relationship Id="r%d" Type="%sworksheet" Target="%d.xml"/>`, i+1, kind, i+1)
		text := ""
		for _, line := range []string{headers[sheet], row} {
			text += "<row>"
			for cell := range strings.SplitSeq(line, ";") {
				text += `<c t="inlineStr"><is><t>` + cell + `</t></is></c>`
			}
			text += "</row>"
		}
		add(fmt.Sprintf("xl/%d.xml", i+1), "<worksheet><sheetData>"+text+"</sheetData></worksheet>")
	}
	add("xl/workbook.xml", `<workbook xmlns:r="`+strings.TrimSuffix(kind, "/")+`"><sheets>`+list+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", links+to+"</Relationships>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
