package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/dataset"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/graphtest"
	"github.com/entente/entente/graph/store/storetest"
)

// open gives a snapshot of a store that holds the records.
func open(t testing.TB, batches ...[]graph.Record) graph.Snapshot {
	t.Helper()
	store := storetest.NewModel()
	for _, records := range batches {
		head := graph.BatchHead{Author: "test", Reason: "test"}
		if _, err := store.Apply(t.Context(), graph.Batch{BatchHead: head, Put: records}); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := store.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = snap.Close() })
	return snap
}

// write gives the file of the records in a format.
func write(t testing.TB, format string, records iter.Seq2[graph.Record, error]) string {
	t.Helper()
	f, err := exchange.FormatByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, exchange.About{Program: "Entente test", Revision: 7}, records); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t testing.TB, file string) []graph.Record {
	t.Helper()
	records, err := graph.Collect(exchange.ReadJSONL(strings.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func sequence(records []graph.Record) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// What is exported, imported into an empty store and exported again is the same
// file, and every record in it stands after what it refers to.
func TestRoundTrip(t *testing.T) {
	bundled, err := dataset.Records()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]graph.Record{"bundled": bundled}
	for seed := range uint64(5) {
		r := graphtest.NewRandom(seed)
		cases[fmt.Sprintf("random %d", seed)] = r.First(2500)
	}
	for name, records := range cases {
		t.Run(name, func(t *testing.T) {
			snap := open(t, records)
			file := write(t, "jsonl", exchange.Whole(t.Context(), snap))
			again := read(t, file)
			if len(again) != len(records) {
				t.Fatalf("%d records were recorded, %d were read back", len(records), len(again))
			}
			checkOrder(t, again)
			if got := write(t, "jsonl", exchange.Whole(t.Context(), open(t, again))); got != file {
				t.Error("the second export differs from the first:\n" + firstDifference(file, got))
			}
		})
	}
}

// checkOrder checks the records one at a time, so that nothing may refer to what
// follows it.
func checkOrder(t testing.TB, records []graph.Record) {
	t.Helper()
	c := graph.NewChecker(open(t))
	for i, r := range records {
		if _, err := c.Check(t.Context(), []graph.Record{r}, i); err != nil {
			t.Fatal(err)
		}
	}
}

func firstDifference(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(left), len(right)) {
		if left[i] != right[i] {
			return left[i] + "\n" + right[i]
		}
	}
	return fmt.Sprintf("%d lines, %d lines", len(left), len(right))
}

func TestWhatMayStandBetweenRecords(t *testing.T) {
	actor := `{"actor":{"id":"mali","kind":"STATE","names":[{"text":"Mali","language":"en","primary":true}]}}`
	about := `{"about":{"format":"entente-jsonl/1","program":"Entente v9","revision":3,"unheard-of":1}}`
	for name, file := range map[string]string{
		"plain":               actor + "\n",
		"no line end":         actor,
		"byte-order mark":     "\uFEFF" + actor + "\n",
		"line ends of others": about + "\r\n" + actor + "\r\n",
		"empty lines":         "\n\n" + actor + "\n \t\n",
		"says what it holds":  about + "\n" + actor + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(t, file); len(got) != 1 || got[0].ID() != "mali" {
				t.Errorf("read %v", got)
			}
		})
	}
	if got := read(t, ""); len(got) != 0 {
		t.Errorf("an empty file gives %v", got)
	}
}

// Each thing wrong with a line is told once, with the line, the field where there
// is one, and what would be right.
func TestFaultyLines(t *testing.T) {
	for name, c := range map[string]struct{ line, want string }{
		"no JSON":            {`{"actor":`, `line 2: invalid: is not JSON: unexpected end of JSON input at byte 9`},
		"two values":         {`{} {}`, `line 2: invalid: is not JSON: invalid character '{' after top-level value at byte 4`},
		"no object":          {`[1]`, `line 2: invalid: is a list; write an object in { }`},
		"null":               {`null`, `line 2: invalid: is empty; write {"actor": …}, {"source": …}, {"event": …} or {"relation": …}`},
		"nothing":            {`{}`, `line 2: invalid: is empty; write {"actor": …}, {"source": …}, {"event": …} or {"relation": …}`},
		"unknown record":     {`{"actro":{}}`, `line 2: invalid: "actro" is no member here; there are about, actor, event, relation, source`},
		"unknown member":     {`{"relation":{"id":"relation:x","wieght":1}}`, `line 2: relation: invalid: "wieght" is no member here; there are about, confidence, event, evidence, from, id, intensity, kind, likelihood, note, period, place, qualifiers, scaled, to, weight, weightReason`},
		"unknown in a list":  {`{"relation":{"evidence":[{},{"sorce":"x"}]}}`, `line 2: relation.evidence[1]: invalid: "sorce" is no member here; there are end, grade, id, likelihood, modality, note, observed, published, quotation, saidBy, saidByText, source, stance, start`},
		"other case":         {`{"Actor":{}}`, `line 2: invalid: "Actor" is no member here; there are about, actor, event, relation, source`},
		"member twice":       {`{"actor":{"id":"a","id":"b"}}`, `line 2: actor: invalid: the member "id" stands twice`},
		"number for text":    {`{"actor":{"id":5}}`, `line 2: actor.id: invalid: is a number; write a text in quotes`},
		"text for number":    {`{"relation":{"intensity":"1"}}`, `line 2: relation.intensity: invalid: is a text; write a number`},
		"fraction for whole": {`{"relation":{"evidence":[{"start":1.5}]}}`, `line 2: relation.evidence.start: invalid: is a number; write a whole number`},
		"object for list":    {`{"actor":{"names":{}}}`, `line 2: actor.names: invalid: is an object; write a list in [ ]`},
		"bad date":           {`{"relation":{"period":"2023-13"}}`, `line 2: relation.period: invalid: "2023-13" is not a period; write EDTF, as in 2023-07-26, 2023-07, 2021-12~, 2022-08-15/.., /2023-07-26 or [..2023-08-14]`},
		"bad date in a list": {`{"relation":{"evidence":[{"observed":"2023"},{"observed":"soon"}]}}`, `line 2: relation.evidence[1].observed: invalid: "soon" is not a period; write EDTF, as in 2023-07-26, 2023-07, 2021-12~, 2022-08-15/.., /2023-07-26 or [..2023-08-14]`},
		"end before start":   {`{"relation":{"period":"2023/2022"}}`, `line 2: relation.period: invalid: "2023/2022" ends before it starts; the first date must not be after the second`},
		"number for date":    {`{"relation":{"period":2023}}`, `line 2: relation.period: invalid: is a number; write a text in quotes`},
		"NUL":                {"{\"actor\":\x00}", `line 2: invalid: has a NUL at byte 10; this is no text`},
		"broken UTF-8":       {"{\"actor\":{\"id\":\"\xff\"}}", `line 2: invalid: is not valid UTF-8 at byte 17; save the file as UTF-8`},
		"newer format":       {`{"about":{"format":"entente-jsonl/2"}}`, `line 2: about.format: invalid: "entente-jsonl/2" is not a format that is read here; entente-jsonl/1 is`},
		"about and a record": {`{"about":{"format":"entente-jsonl/1"},"actor":{"id":"x"}}`, `line 2: invalid: holds about and a record; write them on two lines`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := graph.Collect(exchange.ReadJSONL(strings.NewReader("\n" + c.line + "\n")))
			if err == nil || err.Error() != c.want || !errors.Is(err, graph.ErrInvalid) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// A reader goes on after a faulty line, whatever was wrong with it.
func TestReaderGoesOn(t *testing.T) {
	actor := `{"actor":{"id":"mali"}}`
	long := strings.Repeat(" ", exchange.MaxLine) + actor
	in := exchange.NewReader(strings.NewReader("nonsense\n" + long + "\n" + actor + "\n{}"))
	var got []string
	for {
		r, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		got = append(got, fmt.Sprint(in.Line(), " ", r.ID(), err))
	}
	want := []string{
		"1 line 1: invalid: is not JSON: invalid character 'o' in literal null (expecting 'u') at byte 2",
		"2 line 2: invalid: is longer than 16777216 bytes; write one record a line",
		"3 mali<nil>",
		`4 line 4: invalid: is empty; write {"actor": …}, {"source": …}, {"event": …} or {"relation": …}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// endless is a file of many good lines and then a broken one.
type endless struct {
	line  string
	left  int
	after string
	rest  string
}

func (e *endless) Read(b []byte) (int, error) {
	if e.rest == "" {
		switch {
		case e.left > 0:
			e.rest, e.left = e.line, e.left-1
		case e.after != "":
			e.rest, e.after = e.after, ""
		default:
			return 0, io.EOF
		}
	}
	n := copy(b, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestBrokenLine700000(t *testing.T) {
	file := &endless{line: "{\"actor\":{\"id\":\"mali\"}}\n", left: 699_999, after: "{\"actor\":{\"id\":\"ma"}
	n := 0
	for _, err := range exchange.ReadJSONL(file) {
		if err == nil {
			n++
			continue
		}
		if want := "line 700000: invalid: is not JSON: unexpected end of JSON input at byte 18"; err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if n != 699_999 {
		t.Errorf("%d lines were read before the broken one", n)
	}
}

// A write that fails, and a sequence that fails, are told.
func TestWritersTellErrors(t *testing.T) {
	records := graphtest.Records(t, "mali -CALLS 2023-08-15-> russia")
	broken := errors.New("broken")
	for _, f := range exchange.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			failing := func(yield func(graph.Record, error) bool) {
				for _, r := range records {
					if !yield(r, nil) {
						return
					}
				}
				yield(graph.Record{}, broken)
			}
			if err := f.Write(io.Discard, exchange.About{}, failing); !errors.Is(err, broken) {
				t.Errorf("a sequence that breaks gives %v", err)
			}
			if err := f.Write(brokenWriter{broken}, exchange.About{}, sequence(records)); !errors.Is(err, broken) {
				t.Errorf("a file that breaks gives %v", err)
			}
		})
	}
}

type brokenWriter struct{ err error }

func (b brokenWriter) Write([]byte) (int, error) { return 0, b.err }

func FuzzReader(f *testing.F) {
	bundled, err := dataset.Records()
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(bundled); i += len(bundled) / 20 {
		f.Add(write(f, "jsonl", sequence(bundled[i:i+1])))
	}
	f.Add("\uFEFF{\"relation\":{\"evidence\":[{\"start\":1}],\"period\":\"[2023..2024]\"}}\r\n")
	f.Add("{\"actor\":{\"id\":\"\\ud800\",\"names\":[]}}")
	f.Fuzz(func(t *testing.T, file string) {
		records, err := graph.Collect(exchange.ReadJSONL(strings.NewReader(file)))
		if err != nil && !errors.Is(err, graph.ErrInvalid) {
			t.Fatalf("a fault in the file is no ErrInvalid: %v", err)
		}
		once := write(t, "jsonl", sequence(records))
		if twice := write(t, "jsonl", sequence(read(t, once))); twice != once {
			t.Fatalf("written again it differs:\n%s", firstDifference(once, twice))
		}
		for _, f := range exchange.Formats() {
			file := write(t, f.Name, sequence(records))
			if strings.Contains(f.MediaType, "json") && f.Name != "jsonl" && !json.Valid([]byte(file)) {
				t.Fatalf("%s is no JSON:\n%s", f.Name, file)
			}
		}
	})
}
