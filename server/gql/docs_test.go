package gql

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"

	"github.com/entente/entente/server/access"
)

// documented finds an example of a document: its name, its query, and its answer if
// that is shown.
var documented = regexp.MustCompile("(?s)<!-- example: ([a-z0-9-]+) -->\n```graphql\n(.*?)\n```\n(?:```json\n(.*?)\n```\n)?")

// TestLivingRecordAsDocumented asks what docs/living-record.md asks, in its order,
// and holds the answers to what it shows.
func TestLivingRecordAsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/living-record.md")
	if err != nil {
		t.Fatal(err)
	}
	h := handler(t, openEmbedded(t), bundledBatch(t))
	examples := documented.FindAllStringSubmatch(string(text), -1)
	if marks := strings.Count(string(text), "<!-- example:"); len(examples) < 10 || len(examples) != marks {
		t.Fatalf("%d examples of %d marks", len(examples), marks)
	}
	for _, e := range examples {
		r := h.Do(asAda(t.Context(), access.Editor), &graphql.RawParams{Query: e[2]})
		got := written(t, r)
		t.Logf("%s: %s", e[1], got)
		if len(r.Errors) > 0 || !strings.ContainsAny(string(r.Data), `0123456789`) && !strings.Contains(string(r.Data), `":"`) {
			t.Errorf("%s: %s", e[1], got)
		}
		if e[3] == "" {
			continue
		}
		var is, want any
		if err := json.Unmarshal([]byte(got), &is); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(e[3]), &want); err != nil {
			t.Fatalf("%s: %v", e[1], err)
		}
		if diff := cmp.Diff(want, is); diff != "" {
			t.Errorf("%s: the document says otherwise (-) than the service (+):\n%s", e[1], diff)
		}
	}
}
