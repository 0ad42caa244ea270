package main

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/entente/entente/graph/exchange"
)

const commandsDocument = "../docs/commands.md"

// commandModel gives the commands as the parser knows them.
func commandModel(t testing.TB) *kong.Application {
	t.Helper()
	parser, err := newParser(&config{}, &process{env: map[string]string{}}, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// commandName gives the words that call a command: key create.
func commandName(command *kong.Node) string {
	return strings.TrimPrefix(command.FullPath(), "entente ")
}

// flagTable writes the flags of a command as a table.
func flagTable(command *kong.Node) string {
	var b strings.Builder
	b.WriteString("| flag | default | what it says |\n| --- | --- | --- |\n")
	for _, f := range command.Flags {
		name := "`--" + f.Name
		if !f.IsBool() {
			name += " " + strings.ReplaceAll(f.PlaceHolder, "|", `\|`)
		}
		value := ""
		if f.HasDefault {
			value = "`" + f.Default + "`"
		}
		fmt.Fprintf(&b, "| %s` | %s | %s |\n", name, value, strings.ReplaceAll(f.Help, "|", `\|`))
	}
	return b.String()
}

// docs/commands.md has every command, and the flags that the program has.
// ENTENTE_UPDATE=1 go test ./server -run Document writes its tables anew.
func TestCommandsDocument(t *testing.T) {
	b, err := os.ReadFile(commandsDocument)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, command := range commandModel(t).Children {
		if !strings.Contains(text, "\n## "+command.Name+"\n") {
			t.Errorf("there is no section about %s", command.Name)
		}
	}
	for _, command := range commandModel(t).Leaves(false) {
		if len(command.Flags) == 0 {
			continue
		}
		marks := regexp.MustCompile(`(?s)(<!-- flags: ` + commandName(command) + ` -->\n).*?(<!-- end -->)`)
		text = marks.ReplaceAllStringFunc(text, func(old string) string {
			m := marks.FindStringSubmatch(old)
			return m[1] + flagTable(command) + m[2]
		})
		if !strings.Contains(text, flagTable(command)) {
			t.Errorf("there is no table of the flags of %s", commandName(command))
		}
	}
	if text == string(b) {
		return
	}
	if !update {
		t.Fatal("docs/commands.md has other flags than the program; ENTENTE_UPDATE=1 go test ./server -run Document writes them anew")
	}
	if err := os.WriteFile(commandsDocument, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The document names every address and exit status that there is, and every
// format.
func TestCommandsDocumentIsWhole(t *testing.T) {
	b, err := os.ReadFile(commandsDocument)
	if err != nil {
		t.Fatal(err)
	}
	wanted := []string{"/graphql", "/graphiql", "/healthz", "/readyz", "/version", "ENTENTE_ADDR"}
	for _, f := range exchange.Formats() {
		wanted = append(wanted, "`/export/"+f.Name+"`")
	}
	for _, status := range []int{0, 1, 2, 3, 4, 5, 6, 130} {
		wanted = append(wanted, fmt.Sprintf("\n| %d | ", status))
	}
	for _, part := range wanted {
		if !strings.Contains(string(b), part) {
			t.Errorf("docs/commands.md does not speak of %s", strings.TrimSpace(part))
		}
	}
}

// Every flag has a help text that ends like a sentence, a group if there are many,
// and an environment variable that sets it.
func TestFlags(t *testing.T) {
	for _, command := range commandModel(t).Leaves(false) {
		for _, f := range command.Flags {
			if !strings.HasSuffix(f.Help, ".") || f.Group == nil && f.Name != "record" {
				t.Errorf("%s --%s: help %q, group %v", commandName(command), f.Name, f.Help, f.Group)
			}
			if f.IsBool() || f.Enum != "" {
				continue
			}
			value := cmp.Or(f.Default, "7")
			p := &process{ctx: t.Context(), env: map[string]string{envName(f.Name): value}, stdout: newLines(), stderr: newLines()}
			args := strings.Fields(commandName(command))
			if len(command.Positional) > 0 {
				args = append(args, "file")
			}
			if _, err := parse(p, args); err != nil {
				t.Errorf("%s=%s %s: %v", envName(f.Name), value, commandName(command), err)
			}
		}
	}
}

// Every word of a selection is a flag of export that sets it, and no other flag
// does.
func TestSelectionFlags(t *testing.T) {
	values := map[string]string{
		"kinds": "CALLS", "class": "ACT", "dimensions": "LEGAL", "signs": "HOSTILE", "on": "2023-08-15", "dates": "CERTAIN",
		"publishedBy": "2023-08-15", "minConfidence": "0.5", "minAbsoluteWeight": "0.5", "modalities": "ORDERED", "actors": "mali",
		"actorKinds": "STATE", "sources": "source:x", "text": "a, b", "of": "niger", "hops": "2", "limit": "50", "relations": "relation:s04", "scenario": "x", "revision": "3", "knownAt": "2024-05-01",
		"during": "2023-07-26/..", "lookback": "30",
	}
	if len(values) != len(exchange.Words()) {
		t.Fatalf("%d values for %d words", len(values), len(exchange.Words()))
	}
	for word, value := range values {
		flag := flagOf(word)
		for _, args := range [][]string{{"export", flag, value}, {"export", flag + "=" + value}, {"export", flag[1:], value}} {
			p := &process{ctx: t.Context(), env: map[string]string{}, stdout: newLines(), stderr: newLines()}
			c, err := parse(p, args)
			if err != nil {
				t.Errorf("%v: %v", args, err)
				continue
			}
			got := c.(*exportCommand).words()
			given := 0
			for _, v := range got {
				given += len(v)
			}
			if given != 1 || len(got[word]) != 1 || got[word][0] != value {
				t.Errorf("%v gives %v", args, got)
			}
		}
	}
}

// exampleLines matches the block of JSON Lines of the document.
var exampleLines = regexp.MustCompile(`(?m)(?:^    \{.*\n)+`)

// The lines that the document shows are without faults by themselves, and importing
// them replaces nothing that is bundled.
func TestCommandsDocumentLines(t *testing.T) {
	b, err := os.ReadFile(commandsDocument)
	if err != nil {
		t.Fatal(err)
	}
	blocks := exampleLines.FindAllString(string(b), -1)
	if len(blocks) != 1 {
		t.Fatalf("%d blocks of lines, want one", len(blocks))
	}
	if got := runCommand(t, strings.NewReader(blocks[0]), "check", "-"); got.status != 0 {
		t.Errorf("check: %+v", got)
	}
	got := runCommand(t, strings.NewReader(blocks[0]), "import", "-data", t.TempDir(), "-")
	if got.status != 0 || !strings.HasSuffix(got.stdout, fmt.Sprintf(": %d new\n", strings.Count(blocks[0], "\n"))) {
		t.Errorf("import: %+v", got)
	}
}
