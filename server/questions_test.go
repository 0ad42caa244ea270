package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/entente/entente/server/explorer"
)

// The five questions of the page, asked of a started service on every store: each
// has its answer in the bundled record, with who says so.
func TestQuestions(t *testing.T) { onEveryStore(t, testQuestions) }

func testQuestions(t *testing.T, env []string) {
	s := startIn(t, env, "-query-timeout", "2m") // a test machine may be busy
	answers := map[string]json.RawMessage{}
	for _, e := range explorer.Examples() {
		answers[e.Name] = s.ask(e.Query)
	}
	if len(answers) < 5 {
		t.Fatalf("%d examples, want five", len(answers))
	}
	for name, parts := range map[string][]string{
		"1-call": {
			`"id":"assimi-goita"`, `"id":"vladimir-putin"`, `"written":"2023-08-15"`,
			"had a telephone conversation with Russian President Vladimir Putin", `"title":"Putin, Mali’s Goita discuss Niger crisis`,
		},
		"2-ties": {
			`"id":"russia"`, `"id":"ecowas"`, `"label":"pledges to defend"`, `"label":"suspended from"`, `"quotation":"`,
		},
		"3-ordered": {`"modality":"ORDERED"`, "standby force", "never deployed"},
		"4-suspended": {
			`"id":"mali"`, `"id":"niger"`, `"id":"african-union"`, `"id":"ecowas"`, "immediately suspend the participation of the Republic of Niger",
		},
		"5-neighborhood": {`"id":"niger"`, `"distance":0`, `"distance":1`, `"distance":2`, `"id":"mali"`, `"id":"france"`, `"on":"2023-08-15"`},
	} {
		for _, part := range parts {
			if !strings.Contains(string(answers[name]), part) {
				t.Errorf("%s: the answer lacks %s:\n%.3000s", name, part, answers[name])
			}
		}
	}
}
