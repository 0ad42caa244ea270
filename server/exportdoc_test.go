package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
)

const exportDocument = "../docs/export.md"

var pythonBlock = regexp.MustCompile("(?ms)^```python\n(.*?)^```$")

// The Python of docs/export.md runs against a service, and prints what it says.
func TestExportDocument(t *testing.T) {
	b, err := os.ReadFile(exportDocument)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range exchange.Formats() {
		if !regexp.MustCompile("(?m)^\\| .*`" + f.Name + "`").Match(b) {
			t.Errorf("there is no row about %s", f.Name)
		}
	}
	blocks := pythonBlock.FindAllStringSubmatch(string(b), -1)
	prints := []string{"relations; Entente", "Assimi Goïta", "MEMBER_OF"}
	if len(blocks) != len(prints) {
		t.Fatalf("%d blocks of Python, want %d", len(blocks), len(prints))
	}
	python := graphtest.Python(t, "readers", "../graph/exchange/testdata/readers/requirements.txt")
	s := startBundled(t)
	for i, block := range blocks {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			program := strings.ReplaceAll(block[1], "http://127.0.0.1:8080", s.url)
			if program == block[1] {
				t.Error("the program does not ask the service")
			}
			out, err := exec.CommandContext(t.Context(), python, "-c", program).CombinedOutput()
			if err != nil || !strings.Contains(string(out), prints[i]) {
				t.Errorf("%v, want %q in\n%s", err, prints[i], out)
			}
		})
	}
}
