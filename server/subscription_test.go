package main

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// socketTo opens a WebSocket as a GraphQL client does.
func socketTo(t *testing.T, s *service, token string) *websocket.Conn {
	t.Helper()
	conn, resp, err := websocket.Dial(t.Context(), s.url+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Body != nil {
		defer resp.Body.Close()
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	init := `{"type":"connection_init"}`
	if token != "" {
		init = `{"type":"connection_init","payload":{"Authorization":"Bearer ` + token + `"}}`
	}
	sayTo(t, conn, init)
	if got := hear(t, conn); got != `{"type":"connection_ack"}` {
		t.Fatal(got)
	}
	return conn
}

func sayTo(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func hear(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	_, b, err := conn.Read(t.Context())
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// What is recorded is told over a WebSocket and as an event, with what changed in it,
// and not to those who may see nothing of it.
func TestSubscriptions(t *testing.T) {
	s := start(t, "-data", t.TempDir(), "-empty")
	admin := tokenLine.FindString(s.out.String())
	if got := runIn(t, []string{"ENTENTE_SERVICE=" + s.url, "ENTENTE_SERVICE_KEY=" + admin}, nil, "restriction", "set", "-role", "editor", "-reason", "x", "-ahead", "xylo"); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	open, all := socketTo(t, s, ""), socketTo(t, s, admin)
	const ask = `{"id":"1","type":"subscribe","payload":{"query":"subscription { revisions(after: 0) { number author reason entries { totalCount nodes { subject { id } } } } }"}}`
	sayTo(t, open, ask)
	sayTo(t, all, ask)
	actor := func(id, name string) {
		t.Helper()
		askAs(t, s, admin, `mutation { record(input: {actors: [{id: "`+id+`", kind: STATE, names: [{text: "`+name+`", isPrimary: true}]}], reason: "`+name+`"}) { revision { number } } }`)
	}
	actor("mali", "Mali")
	actor("xylo", "Xylophonia")
	actor("niger", "Niger")
	event := func(number, reason, id string) string {
		return `{"id":"1","type":"next","payload":{"data":{"revisions":{"number":` + number + `,"author":"administrator","reason":"` + reason +
			`","entries":{"totalCount":1,"nodes":[{"subject":{"id":"` + id + `"}}]}}}}}`
	}
	for _, c := range []struct {
		conn *websocket.Conn
		want []string
	}{
		{all, []string{event("1", "Mali", "mali"), event("2", "Xylophonia", "xylo"), event("3", "Niger", "niger")}},
		{open, []string{event("1", "Mali", "mali"), event("3", "Niger", "niger")}},
	} {
		for _, want := range c.want {
			if got := hear(t, c.conn); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	}
	streams(t, s)
	sayTo(t, open, `{"id":"2","type":"subscribe","payload":{"query":"mutation { dropScenario(id: \"x\") { id } }"}}`)
	if got := hear(t, open); !strings.HasPrefix(got, `{"id":"2","type":"error"`) || !strings.Contains(got, "UNAUTHENTICATED") {
		t.Errorf("a mutation without a key: %s", got)
	}
	if status := s.stop(); status != 0 {
		t.Errorf("with open sockets the service ends with %d:\n%s", status, s.log)
	}
	if got := hear(t, open); !strings.Contains(got, "StatusGoingAway") {
		t.Errorf("when the service stops the socket hears %s", got)
	}
}

// streams follows the same revisions as a stream of events, and a mistake as one.
func streams(t *testing.T, s *service) {
	t.Helper()
	for body, want := range map[string]string{
		`{"query":"subscription { revisions(after: 1) { number } }"}`: "event: next\ndata: {\"data\":{\"revisions\":{\"number\":3}}}\n\n",
		`{"query":"subscription { revisions(after: 9) { number } }"}`: "event: next\ndata: {\"errors\":[{\"message\":\"after: there is no revision 9; the newest is 3\"",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/graphql", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(want))
		from := bufio.NewReader(resp.Body)
		for n := range got {
			if got[n], err = from.ReadByte(); err != nil {
				break
			}
		}
		resp.Body.Close()
		if string(got) != want {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// A subscription that is asked as if it were a query says where it is answered.
func TestSubscriptionByPost(t *testing.T) {
	s := start(t, "-data", t.TempDir(), "-empty")
	_, body := s.with("", http.MethodPost, "/graphql", `{"query":"subscription { revisions { number } }"}`)
	if !strings.Contains(body, "text/event-stream") || !strings.Contains(body, `"INVALID"`) {
		t.Errorf("%s", body)
	}
}
