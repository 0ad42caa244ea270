package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente/entente/graph/exchange"
)

// A record with a secret in it: every text of the secret has the word Xylophone, and
// every id the word xylo.
const secretRecord = `{"actor":{"id":"mali","kind":"STATE","names":[{"text":"Mali","primary":true}]}}
{"actor":{"id":"russia","kind":"STATE","names":[{"text":"Russia","primary":true}]}}
{"actor":{"id":"niger","kind":"STATE","names":[{"text":"Niger","primary":true}]}}
{"source":{"id":"source:press","title":"A newspaper","published":"2023-08-15"}}
{"relation":{"id":"relation:open","from":"mali","kind":"CALLS","to":"russia","period":"2023-08-15","evidence":[{"source":"source:press","quotation":"plain words","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}}]}}
{"relation":{"id":"relation:border","from":"mali","kind":"BORDERS","to":"niger","period":"/..","evidence":[{"source":"source:press","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}}]}}
`

const secretPart = `{"actor":{"id":"mali","kind":"STATE","names":[{"text":"Mali","primary":true}],"series":[{"name":"Xylophones","source":"source:xylo","first":2020,"values":[7,8]}]}}
{"actor":{"id":"xylo","kind":"STATE","names":[{"text":"Xylophonia","primary":true}],"codes":[{"scheme":"iso3","value":"XYL"}]}}
{"source":{"id":"source:xylo","title":"The Xylophone papers","published":"2023-08-01"}}
{"event":{"id":"event:xylo","names":[{"text":"The Xylophone affair"}],"period":"2023-08-03","participants":[{"actor":"xylo","role":"host","evidence":[{"source":"source:xylo","modality":"ASSERTED","grade":{"reliability":"A","credibility":1}}]}]}}
{"relation":{"id":"relation:xylo-1","from":"russia","kind":"CALLS","to":"xylo","period":"2023-08-16","evidence":[{"source":"source:press","quotation":"Xylophone","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}}]}}
{"relation":{"id":"relation:xylo-2","from":"xylo","kind":"SECURITY_COOPERATION","to":"niger","period":"2023-08-17/..","evidence":[{"source":"source:press","quotation":"Xylophone","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}}]}}
{"relation":{"id":"relation:xylo-4","from":"xylo","kind":"DEFENSE_PACT","to":"niger","period":"2023-08-01/..","evidence":[{"source":"source:press","quotation":"Xylophone","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}}]}}
{"relation":{"id":"relation:xylo-3","from":"niger","kind":"SUPPORTS","to":"russia","period":"2023-08-17","evidence":[{"source":"source:xylo","quotation":"Xylophone","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}}]}}
{"relation":{"id":"relation:open","from":"mali","kind":"CALLS","to":"russia","period":"2023-08-15","evidence":[{"source":"source:press","quotation":"plain words","modality":"ASSERTED","grade":{"reliability":"B","credibility":2}},{"source":"source:xylo","quotation":"Xylophone words","modality":"ASSERTED","grade":{"reliability":"A","credibility":1}}]}}
`

// graphQLDoors are questions of every kind, each of which comes upon the secret.
var graphQLDoors = map[string]string{
	"service":       `{ service { actors relations lastDay } }`,
	"search":        `{ search(text: "Xylo") { actor { id name } } }`,
	"actors":        `{ actors { totalCount nodes { id name codes { value } } } }`,
	"by words":      `{ relations(filter: {text: "Xylophone"}) { totalCount nodes { id } } }`,
	"relations":     `{ relations { totalCount edges { cursor node { id confidence from { id } to { id } evidence { totalCount nodes { quotation source { title } } } } } } }`,
	"neighbors":     `{ actor(id: "russia") { relations { totalCount nodes { id } } neighbors { totalCount nodes { id } } events { totalCount } evidence { totalCount } } }`,
	"events":        `{ events { totalCount nodes { id name participants { actor { id } } } } }`,
	"sources":       `{ sources { totalCount nodes { id title } } }`,
	"nodes":         `{ nodes(ids: ["xylo", "source:xylo", "event:xylo", "relation:xylo-1", "relation:xylo-2", "relation:xylo-3", "revision:2"]) { id ... on Revision { author reason } } }`,
	"neighborhood":  `{ neighborhood(of: ["russia"], hops: 2) { actors { actor { id } } relations { id } } }`,
	"paths":         `{ paths(from: "russia", to: "niger", filter: {on: "2023-08-20"}) { paths { steps { from { id } to { id } relations { id } } } } }`,
	"influence":     `{ influence(by: "russia", filter: {on: "2023-08-20"}) { influences { score over { id } } } }`,
	"centrality":    `{ centrality(measure: DEGREE, filter: {on: "2023-08-20"}) { ranked { score actor { id } } } }`,
	"blocs":         `{ blocs(filter: {on: "2023-08-20"}) { blocs { members { id } } } }`,
	"timeline":      `{ timeline { points { first acts ties } } }`,
	"dyad":          `{ dyad(a: "mali", b: "russia", filter: {on: "2023-08-20"}) { net relations { relation { id evidence { totalCount } } } } }`,
	"revisions":     `{ revisions { totalCount nodes { number reason author entries { totalCount nodes { id } } } } }`,
	"history":       `{ relation(id: "relation:open") { history { totalCount nodes { change fields { __typename } } } } }`,
	"series":        `{ actor(id: "mali") { series { name values sourceId } history { totalCount nodes { fields { field } } } } }`,
	"who recorded":  `{ relation(id: "relation:open") { revision { author reason } blame { field revision { author reason } } } }`,
	"on an actor":   `{ actor(id: "russia") { influences(filter: {on: "2023-08-20"}) { influences { over { id } } } timeline { points { acts } } } niger: actor(id: "niger") { allies(filter: {on: "2023-08-20"}) { totalCount nodes { id } } } }`,
	"alliances":     `{ alliances(of: "niger", filter: {on: "2023-08-20"}) { allies { actor { id } } } }`,
	"obligations":   `{ obligations(attacked: "niger", on: "2023-08-20") { toHelp { actor { id } } pledged { actor { id } } } }`,
	"balance":       `{ balance(filter: {on: "2023-08-20"}) { triads { signs count } strained { actors { id } } leftOut { id } } }`,
	"difference":    `{ difference(left: {view: {revision: 2}, on: "2023-08-14"}, right: {view: {revision: 2}, on: "2023-08-20"}) { totalCount changes { change a { id } b { id } relation { id } before after } } }`,
	"a passage":     `{ annotate(text: "Xylophonia called Russia after the Xylophone affair, and Mali called Russia.") { mentions { text actor { id } others { id } } events { text } } }`,
	"an older view": `{ relations(view: {revision: 2}) { totalCount nodes { id } } }`,
}

// TestRestrictionsAtEveryDoor hides an actor, a source and an event, and looks for
// them, as somebody who may not see them, through every question, every file and in
// errors: what they are told is what somebody is told of a record without them.
func TestRestrictionsAtEveryDoor(t *testing.T) {
	with, without := t.TempDir(), t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, c := range [][]string{
		{"import", "-empty", "-data", with, "-reason", "Open", write("a.jsonl", secretRecord)},
		{"import", "-data", with, "-author", "Xylophonist", "-reason", "The Xylophone papers", write("b.jsonl", secretPart)},
		{"import", "-empty", "-data", without, "-reason", "Open", write("c.jsonl", secretRecord)},
	} {
		if got := runCommand(t, nil, c...); got.status != 0 {
			t.Fatalf("%v: %+v", c, got)
		}
	}
	s, plain := start(t, "-data", with), start(t, "-data", without)
	admin := tokenLine.FindString(s.out.String())
	env := []string{"ENTENTE_SERVICE=" + s.url, "ENTENTE_SERVICE_KEY=" + admin}
	for name, open := range graphQLDoors { // nothing is hidden yet
		if body := askAs(t, s, "", open); !leaks(body) && name != "timeline" && name != "balance" && name != "service" && name != "centrality" && name != "history" && name != "influence" && name != "dyad" {
			t.Errorf("%s does not come upon the secret: %s", name, body)
		}
	}
	for _, id := range []string{"xylo", "source:xylo", "event:xylo"} {
		if got := runIn(t, env, nil, "restriction", "set", "-role", "administrator", "-reason", "embargo", id); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	for name, question := range graphQLDoors {
		body, want := askAs(t, s, "", question), askAs(t, plain, "", strings.ReplaceAll(question, "revision: 2", "revision: 1"))
		if leaks(body) {
			t.Errorf("%s tells the secret: %s", name, body)
		}
		switch name {
		case "revisions", "nodes", "relations": // the record without it has one revision less
		default:
			if body != want {
				t.Errorf("%s answers\n%s, and without the secret\n%s", name, body, want)
			}
		}
		if body := askAs(t, s, admin, question); body == want && name != "history" {
			t.Errorf("%s hides it from administrators too: %s", name, body)
		}
	}
	for _, f := range exchange.Formats() {
		for _, query := range []string{"", "?of=russia&hops=2"} {
			status, body := s.get("/export/" + f.Name + query)
			if status != http.StatusOK || leaks(body) {
				t.Errorf("/export/%s%s tells the secret, or nothing: %d %.2000s", f.Name, query, status, body)
			}
		}
	}
	doorsOfErrors(t, s)
	doorsOfScenarios(t, s, admin)
	cachedFiles(t, s, admin)
	lifted := runIn(t, env, nil, "restriction", "lift", "source:xylo")
	if lifted.status != 0 || !leaks(askAs(t, s, "", graphQLDoors["sources"])) {
		t.Errorf("%+v, and it stays hidden", lifted)
	}
}

func leaks(text string) bool { return strings.Contains(strings.ToLower(text), "xylo") }

// askAs gives the answer to a question.
func askAs(t *testing.T, s *service, token, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	status, answer := s.with(token, http.MethodPost, "/graphql", string(body))
	if status != http.StatusOK || strings.Contains(answer, `"errors"`) {
		t.Fatalf("%s: %d %s", query, status, answer)
	}
	return answer
}

// doorsOfErrors asks with ids of what is hidden: the errors are those of ids that
// were never given.
func doorsOfErrors(t *testing.T, s *service) {
	t.Helper()
	for name, question := range map[string]string{
		"starts":   `{ neighborhood(of: ["xylo"]) { actors { actor { id } } } }`,
		"a path":   `{ paths(from: "mali", to: "xylo") { paths { steps { to { id } } } } }`,
		"a filter": `{ relations(filter: {actors: ["xylo"]}) { totalCount } }`,
		"a code":   `{ relations(filter: {actors: ["iso3:XYL"]}) { totalCount } }`,
		"a source": `{ relations(filter: {sources: ["source:xylo"]}) { totalCount } }`,
		"nearly":   `{ relations(filter: {actors: ["xylp"]}) { totalCount } }`,
	} {
		ask := func(query string) string {
			body, err := json.Marshal(map[string]string{"query": query})
			if err != nil {
				t.Fatal(err)
			}
			_, answer := s.with("", http.MethodPost, "/graphql", string(body))
			return answer
		}
		never := strings.NewReplacer("xylo", "qqqq", "XYL", "QQQ", "xylp", "qqqp")
		got, want := ask(question), ask(never.Replace(question))
		if never.Replace(got) != want {
			t.Errorf("%s: %s, and for what never was: %s", name, got, want)
		}
	}
	for _, query := range []string{"?actors=xylo", "?of=xylo", "?sources=source:xylo", "?of=" + url.QueryEscape("iso3:XYL")} {
		if status, body := s.get("/export/csv" + query); status != http.StatusNotFound || strings.Contains(body, "Xylophon") {
			t.Errorf("/export/csv%s: %d %s", query, status, body)
		}
	}
}

// doorsOfScenarios puts the secret into a scenario, and asks in it.
func doorsOfScenarios(t *testing.T, s *service, admin string) {
	t.Helper()
	const id = "scenario:what-if"
	askAs(t, s, admin, `mutation { openScenario(name: "What if") { scenario { id } } }`)
	askAs(t, s, admin, `mutation { record(input: {scenario: "`+id+`", reason: "x", relations: [
		{from: "xylo", kind: CALLS, to: "mali", period: "2023-08-18", evidence: [{source: "source:press", quotation: "Xylophone", modality: ASSERTED, grade: {reliability: B, credibility: 2}}]},
		{from: "mali", kind: CALLS, to: "niger", period: "2023-08-18", evidence: [{source: "source:press", quotation: "supposed", modality: ASSERTED, grade: {reliability: B, credibility: 2}}]}]}) { changes { __typename } } }`)
	for name, question := range map[string]string{
		"relations": `{ relations(view: {scenario: "` + id + `"}) { totalCount nodes { id from { name } evidence { nodes { quotation } } } } }`,
		"entries":   `{ scenario(id: "` + id + `") { name edits { ids author reason } entries { totalCount nodes { id subject { ... on Relation { evidence { nodes { quotation } } } } } } } }`,
		"around":    `{ neighborhood(of: ["mali"], view: {scenario: "` + id + `"}) { actors { actor { id } } relations { id evidence { nodes { quotation } } } } }`,
	} {
		if body := askAs(t, s, "", question); leaks(body) || !strings.Contains(body, "supposed") {
			t.Errorf("in a scenario, %s tell %s", name, body)
		}
		if body := askAs(t, s, admin, question); !leaks(body) {
			t.Errorf("in a scenario, %s do not come upon the secret: %s", name, body)
		}
	}
}

// cachedFiles asks for a file with the tag that somebody else had for it.
func cachedFiles(t *testing.T, s *service, admin string) {
	t.Helper()
	tagOf := func(token, known string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/export/csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		r.Header.Set("If-None-Match", known)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode, resp.Header.Get("ETag")
	}
	_, all := tagOf(admin, "")
	if status, _ := tagOf("", all); status != http.StatusOK {
		t.Errorf("whoever sees less is told that they have the file of an administrator: %d", status)
	}
	if status, _ := tagOf(admin, all); status != http.StatusNotModified {
		t.Errorf("an administrator has the file: %d", status)
	}
}

// The commands say what is wrong.
func TestRestrictionCommands(t *testing.T) {
	dir := t.TempDir()
	if got := runCommand(t, strings.NewReader(secretRecord), "import", "-empty", "-data", dir, "-"); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"list"}, 0, "Nothing is hidden"},
		{[]string{"set", "mali"}, 2, "say why"},
		{[]string{"set", "-reason", "x", "nosuch"}, 3, "nothing has the id"},
		{[]string{"set", "-reason", "x", "-role", "reader", "mali"}, 2, "must be one of"},
		{[]string{"set", "-reason", " ", "mali"}, 2, "say why"},
		{[]string{"set", "-reason", "x", "-ahead", "later"}, 0, "later, and all that would tell of it, is hidden from everybody below editor"},
		{[]string{"set", "-reason", "confidential", "-role", "contributor", "source:press"}, 0, "below contributor"},
		{[]string{"set", "-reason", "very", "-role", "editor", "source:press"}, 0, "below editor"},
		{[]string{"list"}, 0, "source:press  editor"},
		{[]string{"lift", "source:press"}, 0, "shown again"},
		{[]string{"lift", "source:press"}, 3, "is not restricted"},
	} {
		got := runCommand(t, nil, append(append([]string{"restriction", c.args[0]}, "-data", dir), c.args[1:]...)...)
		if got.status != c.status || !strings.Contains(got.stdout+got.stderr, c.says) {
			t.Errorf("%v: %+v", c.args, got)
		}
	}
}

// Whoever writes what they see in part loses nothing of the rest, and cannot write
// over what they do not see.
func TestWritingBesideWhatIsHidden(t *testing.T) {
	dir := t.TempDir()
	if got := runCommand(t, strings.NewReader(secretRecord+secretPart), "import", "-empty", "-data", dir, "-"); got.status != 2 {
		t.Fatalf("a record twice in one import: %+v", got)
	}
	for _, text := range []string{secretRecord, secretPart} {
		if got := runCommand(t, strings.NewReader(text), "import", "-empty", "-data", dir, "-"); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	for _, id := range []string{"xylo", "source:xylo"} {
		if got := runCommand(t, nil, "restriction", "set", "-role", "administrator", "-reason", "x", "-data", dir, id); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	editor := strings.TrimSpace(runCommand(t, nil, "key", "create", "-role", "editor", "-data", dir, "Ada").stdout)
	admin := strings.TrimSpace(runCommand(t, nil, "key", "create", "-role", "administrator", "-data", dir, "Root").stdout)
	contributor := strings.TrimSpace(runCommand(t, nil, "key", "create", "-role", "contributor", "-data", dir, "Bo").stdout)
	s := start(t, "-data", dir)
	const correct = `correct(input: {relations: [{id: "relation:open", note: "noted"}], reason: "A note"}) { revision { author } }`
	if body := askAs(t, s, editor, "mutation { "+correct+" }"); !strings.Contains(body, `"author":"Ada"`) {
		t.Errorf("%s", body)
	}
	evidence := `{ relation(id: "relation:open") { note evidence { totalCount nodes { quotation } } } }`
	if body := askAs(t, s, admin, evidence); !strings.Contains(body, "Xylophone words") || !strings.Contains(body, `"noted"`) {
		t.Errorf("after an editor who does not see all of it has corrected it: %s", body)
	}
	if body := askAs(t, s, editor, evidence); leaks(body) || !strings.Contains(body, `"noted"`) {
		t.Errorf("the editor sees %s", body)
	}
	for name, mutation := range map[string]string{
		"a taken id": `record(input: {actors: [{id: "xylo", kind: STATE, names: [{text: "New", primary: true}]}], reason: "x"}) { revision { number } }`,
		"a merge":    `mergeActors(keep: "mali", merge: "niger", reason: "x") { revision { number } }`,
		"an end":     `record(input: {relations: [{from: "mali", kind: CALLS, to: "xylo", period: "2023-08-20", evidence: [{source: "source:press", modality: ASSERTED, grade: {reliability: B, credibility: 2}}]}], reason: "x"}) { revision { number } }`,
	} {
		body, err := json.Marshal(map[string]string{"query": "mutation { " + mutation + " }"})
		if err != nil {
			t.Fatal(err)
		}
		if _, answer := s.with(editor, http.MethodPost, "/graphql", string(body)); !strings.Contains(answer, `"errors"`) || strings.Contains(answer, "Xylophon") {
			t.Errorf("%s: %s", name, answer)
		}
	}
	if body := askAs(t, s, admin, `{ actor(id: "xylo") { name } }`); !strings.Contains(body, "Xylophonia") {
		t.Errorf("the hidden actor is %s", body)
	}
	proposesBeside(t, s, contributor, editor, admin)
}

// proposesBeside proposes a correction of what is seen in part, and has it accepted by
// somebody who sees it in part.
func proposesBeside(t *testing.T, s *service, contributor, editor, admin string) {
	t.Helper()
	body := askAs(t, s, contributor, `mutation { propose(input: {correct: {relations: [{id: "relation:open", note: "proposed"}]}, reason: "y"}) { proposal { id entries { version { fields { field before after } } } } } }`)
	if leaks(body) {
		t.Errorf("who proposes is told %s", body)
	}
	var said struct {
		Data struct {
			Propose struct{ Proposal struct{ ID string } }
		}
	}
	if err := json.Unmarshal([]byte(body), &said); err != nil || said.Data.Propose.Proposal.ID == "" {
		t.Fatalf("%s: %v", body, err)
	}
	for _, token := range []string{contributor, editor} {
		if body := askAs(t, s, token, `{ proposals { totalCount nodes { id entries { version { subject { ... on Relation { evidence { nodes { quotation } } } } } } } } }`); leaks(body) || !strings.Contains(body, said.Data.Propose.Proposal.ID) {
			t.Errorf("the proposals are %s", body)
		}
	}
	if body := askAs(t, s, editor, `mutation { review(input: {proposal: "`+said.Data.Propose.Proposal.ID+`", reason: "z"}) { proposal { state } } }`); !strings.Contains(body, "ACCEPTED") || leaks(body) {
		t.Errorf("the review answers %s", body)
	}
	if body := askAs(t, s, admin, `{ relation(id: "relation:open") { note evidence { nodes { quotation } } } }`); !strings.Contains(body, "Xylophone words") || !strings.Contains(body, `"proposed"`) {
		t.Errorf("after it is accepted: %s", body)
	}
}
