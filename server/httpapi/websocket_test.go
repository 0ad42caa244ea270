package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente/entente/server/access"
)

// feed is a GraphQL whose subscriptions pass on what a test says.
type feed struct {
	mu      sync.Mutex
	who     []access.Principal // who began them
	events  chan string        // what they yield
	began   chan struct{}      // one for each that began
	stopped chan struct{}      // one for each that ended
}

func newFeed() *feed {
	return &feed{events: make(chan string), began: make(chan struct{}, 1000), stopped: make(chan struct{}, 1000)}
}

func (f *feed) Do(ctx context.Context, p *graphql.RawParams) *graphql.Response {
	switch {
	case strings.HasPrefix(p.Query, "wrong"):
		return &graphql.Response{Errors: gqlerror.List{{Message: "does not read", Extensions: map[string]any{"code": "INVALID"}}}}
	case strings.HasPrefix(p.Query, "panic"):
		panic("secret")
	}
	return &graphql.Response{Data: json.RawMessage(fmt.Sprintf("{%q:%q}", access.FromContext(ctx).Name, p.Query))}
}

func (f *feed) Subscribes(p *graphql.RawParams) bool { return strings.HasPrefix(p.Query, "sub") }

func (f *feed) Subscribe(ctx context.Context, p *graphql.RawParams) iter.Seq[*graphql.Response] {
	return func(yield func(*graphql.Response) bool) {
		defer func() { f.stopped <- struct{}{} }()
		f.mu.Lock()
		f.who = append(f.who, access.FromContext(ctx))
		f.mu.Unlock()
		f.began <- struct{}{}
		if p.Query == "sub refused" {
			yield(&graphql.Response{Errors: gqlerror.List{{Message: "no", Extensions: map[string]any{"code": "FORBIDDEN"}}}})
			return
		}
		for {
			select {
			case e, more := <-f.events:
				if !more || !yield(&graphql.Response{Data: json.RawMessage(e)}) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// client is a client of a WebSocket.
type client struct {
	t    *testing.T
	conn *websocket.Conn
}

// served is a service with a key of each role that a test may reach over HTTP.
func served(t *testing.T, change func(*Options)) (*httptest.Server, *feed, map[access.Role]string) {
	t.Helper()
	o, tokens := keyed(t)
	f := newFeed()
	o.GraphQL, o.Unknown = f, access.Reader
	o.Limits.Sessions.Recheck = time.Hour // unless a test is about it
	if change != nil {
		change(&o)
	}
	service := New(o)
	server := httptest.NewServer(service)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		service.Wait()
	})
	return server, f, tokens
}

func dial(t *testing.T, server *httptest.Server, change func(*websocket.DialOptions)) (*client, *http.Response, error) {
	t.Helper()
	o := &websocket.DialOptions{Subprotocols: []string{protocol}, HTTPHeader: http.Header{}}
	if change != nil {
		change(o)
	}
	conn, resp, err := websocket.Dial(t.Context(), server.URL+"/graphql", o)
	if err != nil {
		return nil, resp, err
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &client{t, conn}, resp, nil
}

func mustDial(t *testing.T, server *httptest.Server) *client {
	t.Helper()
	c, _, err := dial(t, server, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *client) say(text string) {
	c.t.Helper()
	if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatalf("say %.80s: %v", text, err)
	}
}

// hears holds what comes next to a text.
func (c *client) hears(want string) {
	c.t.Helper()
	_, b, err := c.conn.Read(c.t.Context())
	if err != nil || string(b) != want {
		c.t.Fatalf("got %s, %v; want %s", b, err, want)
	}
}

// closes holds the socket to being closed with a code, next.
func (c *client) closes(code websocket.StatusCode, reason string) {
	c.t.Helper()
	_, b, err := c.conn.Read(c.t.Context())
	var e websocket.CloseError
	if !errors.As(err, &e) || e.Code != code || e.Reason != reason {
		c.t.Fatalf("got %s, %v; want it closed with %d %s", b, err, code, reason)
	}
}

func (c *client) greet() {
	c.t.Helper()
	c.say(`{"type":"connection_init"}`)
	c.hears(`{"type":"connection_ack"}`)
}

const ask = `{"id":"1","type":"subscribe","payload":{"query":"sub"}}`

// A session as graphql-ws and urql lead it.
func TestWebSocketSession(t *testing.T) {
	server, f, tokens := served(t, nil)
	c := mustDial(t, server)
	c.say(`{"type":"ping","payload":{"x":1}}`)
	c.hears(`{"type":"pong"}`)
	c.say(`{"type":"connection_init","payload":{"authorization":"Bearer ` + tokens[access.Editor] + `"}}`)
	c.hears(`{"type":"connection_ack"}`)
	c.say(ask)
	f.events <- `{"n":1}`
	c.hears(`{"id":"1","type":"next","payload":{"data":{"n":1}}}`)
	c.say(`{"id":"q","type":"subscribe","payload":{"query":"{x}"}}`)
	c.hears(`{"id":"q","type":"next","payload":{"data":{"editor":"{x}"}}}`)
	c.hears(`{"id":"q","type":"complete"}`)
	f.events <- `{"n":2}`
	c.hears(`{"id":"1","type":"next","payload":{"data":{"n":2}}}`)
	close(f.events)
	c.hears(`{"id":"1","type":"complete"}`)
	c.say(`{"id":"1","type":"subscribe","payload":{"query":"{y}"}}`) // the id is free again
	c.hears(`{"id":"1","type":"next","payload":{"data":{"editor":"{y}"}}}`)
	c.hears(`{"id":"1","type":"complete"}`)
	if f.who[0].Name != "editor" || f.who[0].Role != access.Editor {
		t.Errorf("it was asked by %+v", f.who[0])
	}
}

// What the client ends is ended, and nothing more is said of it.
func TestWebSocketComplete(t *testing.T) {
	server, f, _ := served(t, nil)
	c := mustDial(t, server)
	c.greet()
	c.say(ask)
	f.events <- `{"n":1}`
	c.hears(`{"id":"1","type":"next","payload":{"data":{"n":1}}}`)
	c.say(`{"id":"1","type":"complete"}`)
	<-f.stopped
	c.say(`{"id":"unknown","type":"complete"}`)
	c.say(`{"type":"ping"}`)
	c.hears(`{"type":"pong"}`)
}

// What is not executed is answered by an error, and nothing after it.
func TestWebSocketErrors(t *testing.T) {
	server, _, _ := served(t, nil)
	for query, want := range map[string]string{
		"wrong":       `[{"message":"does not read","extensions":{"code":"INVALID"}}]`,
		"sub refused": `[{"message":"no","extensions":{"code":"FORBIDDEN"}}]`,
		"panic":       `[{"message":"internal error","extensions":{"code":"INTERNAL"}}]`,
	} {
		c := mustDial(t, server)
		c.greet()
		c.say(`{"id":"1","type":"subscribe","payload":{"query":"` + query + `"}}`)
		c.hears(`{"id":"1","type":"error","payload":` + want + `}`)
		c.say(`{"type":"ping"}`)
		c.hears(`{"type":"pong"}`)
	}
}

// Whoever breaks the protocol is closed with its code.
func TestWebSocketCloseCodes(t *testing.T) {
	server, _, _ := served(t, func(o *Options) { o.Limits.Body = 1000 })
	init := `{"type":"connection_init"}`
	for name, c := range map[string]struct {
		says   []string
		code   websocket.StatusCode
		reason string
	}{
		"no JSON":                {[]string{"x"}, 4400, "Invalid message received"},
		"no object":              {[]string{"[]"}, 4400, "Invalid message received"},
		"no type":                {[]string{"{}"}, 4400, "Invalid message received"},
		"an unknown type":        {[]string{`{"type":"start"}`}, 4400, "Invalid message received"},
		"too deep":               {[]string{strings.Repeat("[", 100)}, 4400, "Invalid message received"},
		"no id":                  {[]string{init, `{"type":"subscribe","payload":{"query":"{x}"}}`}, 4400, "Invalid message received"},
		"a long id":              {[]string{init, `{"type":"subscribe","id":"` + strings.Repeat("x", 300) + `","payload":{"query":"{x}"}}`}, 4400, "Invalid message received"},
		"no query":               {[]string{init, `{"type":"subscribe","id":"1","payload":{}}`}, 4400, "Invalid message received"},
		"no payload":             {[]string{init, `{"type":"subscribe","id":"1"}`}, 4400, "Invalid message received"},
		"a batch":                {[]string{init, `{"type":"subscribe","id":"1","payload":[]}`}, 4400, "Invalid message received"},
		"a payload of no object": {[]string{`{"type":"connection_init","payload":7}`}, 4400, "Invalid message received"},
		"another scheme":         {[]string{`{"type":"connection_init","payload":{"Authorization":"Basic x"}}`}, 4400, "Invalid message received"},
		"before the greeting":    {[]string{ask}, 4401, "Unauthorized"},
		"a wrong key":            {[]string{`{"type":"connection_init","payload":{"Authorization":"Bearer ent_x_y"}}`}, 4403, "Forbidden"},
		"the same id twice":      {[]string{init, ask, ask}, 4409, "Subscriber for 1 already exists"},
		"a strange id twice":     {[]string{init, strings.ReplaceAll(ask, `"1"`, `"é\n"`), strings.ReplaceAll(ask, `"1"`, `"é\n"`)}, 4409, "Subscriber for ?? already exists"},
		"two greetings":          {[]string{init, init}, 4429, "Too many initialisation requests"},
		"a long message":         {[]string{init, strings.Repeat(" ", 2000)}, 1009, "read limited at 1001 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			w := mustDial(t, server)
			for i, text := range c.says {
				w.say(text)
				if i == 0 && text == init {
					w.hears(`{"type":"connection_ack"}`)
				}
			}
			w.closes(c.code, c.reason)
		})
	}
}

func TestWebSocketBinary(t *testing.T) {
	server, _, _ := served(t, nil)
	c := mustDial(t, server)
	if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"ping"}`)); err != nil {
		t.Fatal(err)
	}
	c.closes(4400, "Invalid message received")
}

// Whoever does not say who they are is closed in time.
func TestWebSocketInitTimeout(t *testing.T) {
	server, _, _ := served(t, func(o *Options) { o.Limits.Sessions.Init = time.Millisecond })
	mustDial(t, server).closes(4408, "Connection initialisation timeout")
}

func TestWebSocketProtocol(t *testing.T) {
	server, _, _ := served(t, nil)
	c, _, err := dial(t, server, func(o *websocket.DialOptions) { o.Subprotocols = []string{"graphql-ws"} })
	if err != nil {
		t.Fatal(err)
	}
	c.closes(4406, "Subprotocol not acceptable")
}

// Only pages of the service's own, and those that are allowed, may open one.
func TestWebSocketOrigin(t *testing.T) {
	server, _, _ := served(t, func(o *Options) { o.Origins = []string{"https://a.example"} })
	for origin, status := range map[string]int{
		"": 101, server.URL: 101, "https://a.example": 101,
		"https://evil.example": 403, "null": 403, "http://a.example": 403, "https://a.example.evil.example": 403,
	} {
		_, resp, _ := dial(t, server, func(o *websocket.DialOptions) {
			if origin != "" {
				o.HTTPHeader.Set("Origin", origin)
			}
		})
		if resp == nil || resp.StatusCode != status {
			t.Errorf("from %q: %+v", origin, resp)
		}
	}
}

// Who may not read opens no session; a key may stand in the header too.
func TestWebSocketWithoutReading(t *testing.T) {
	server, f, tokens := served(t, func(o *Options) { o.Unknown = access.Nobody })
	c := mustDial(t, server)
	c.say(`{"type":"connection_init"}`)
	c.closes(4403, "Forbidden")
	c, _, err := dial(t, server, func(o *websocket.DialOptions) { o.HTTPHeader.Set("Authorization", "Bearer "+tokens[access.Reader]) })
	if err != nil {
		t.Fatal(err)
	}
	c.greet()
	c.say(ask)
	f.events <- `{}`
	c.hears(`{"id":"1","type":"next","payload":{"data":{}}}`)
	_, resp, _ := dial(t, server, func(o *websocket.DialOptions) { o.HTTPHeader.Set("Authorization", "Bearer wrong") })
	if resp == nil || resp.StatusCode != 401 {
		t.Errorf("with a wrong key: %+v", resp)
	}
}

// A session whose key is revoked is closed, and its subscriptions end.
func TestWebSocketRevoked(t *testing.T) {
	var keys *access.Keys
	server, f, tokens := served(t, func(o *Options) {
		keys = o.Keys
		o.Limits.Sessions.Recheck = time.Millisecond
	})
	c := mustDial(t, server)
	c.say(`{"type":"connection_init","payload":{"Authorization":"Bearer ` + tokens[access.Contributor] + `"}}`)
	c.hears(`{"type":"connection_ack"}`)
	c.say(ask)
	f.events <- `{}`
	c.hears(`{"id":"1","type":"next","payload":{"data":{}}}`)
	if _, err := keys.Revoke(t.Context(), f.who[0].KeyID); err != nil {
		t.Fatal(err)
	}
	c.closes(4403, "Forbidden")
	<-f.stopped
}

// A connection and a client may have so many subscriptions and no more; the others
// go on.
func TestWebSocketLimits(t *testing.T) {
	server, f, tokens := served(t, func(o *Options) {
		o.Limits.Sessions.Subscriptions, o.Limits.Sessions.Client, o.Limits.Sessions.All, o.Limits.Sessions.Sockets = 2, 3, 4, 2
	})
	begin := func(c *client, id string) {
		c.say(strings.ReplaceAll(ask, `"1"`, `"`+id+`"`))
	}
	refused := func(c *client, id, code string) {
		t.Helper()
		_, b, err := c.conn.Read(t.Context())
		if err != nil || !strings.Contains(string(b), `{"id":"`+id+`","type":"error"`) || !strings.Contains(string(b), code) {
			t.Fatalf("%s, %v", b, err)
		}
	}
	one, two := mustDial(t, server), mustDial(t, server)
	one.greet()
	two.greet()
	begin(one, "a")
	begin(one, "b")
	begin(one, "c")
	refused(one, "c", "RATE_LIMITED")
	<-f.began
	<-f.began
	begin(two, "a")
	<-f.began
	begin(two, "b")
	refused(two, "b", "RATE_LIMITED")
	if _, resp, _ := dial(t, server, nil); resp == nil || resp.StatusCode != 429 {
		t.Errorf("a third socket: %+v", resp)
	}
	keyed := func(role access.Role) *client {
		c, _, err := dial(t, server, func(o *websocket.DialOptions) { o.HTTPHeader.Set("Authorization", "Bearer "+tokens[role]) })
		if err != nil {
			t.Fatal(err)
		}
		c.greet()
		return c
	}
	other := keyed(access.Editor) // somebody else has limits of their own
	begin(other, "a")
	<-f.began
	begin(other, "b")
	refused(other, "b", "UNAVAILABLE")
	one.say(`{"id":"a","type":"complete"}`) // what ends makes room
	<-f.stopped
	for n := 5; ; n++ { // it is counted off a moment later
		begin(other, fmt.Sprint(n))
		other.say(`{"type":"ping"}`)
		_, b, err := other.conn.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "pong") {
			return
		}
		if !strings.Contains(string(b), "UNAVAILABLE") {
			t.Fatalf("%s", b)
		}
		other.hears(`{"type":"pong"}`)
	}
}

// When the service stops, sessions are closed and waited for.
func TestWebSocketStop(t *testing.T) {
	stop := make(chan struct{})
	server, f, _ := served(t, func(o *Options) { o.Stop = stop })
	c := mustDial(t, server)
	c.greet()
	c.say(ask)
	f.events <- `{}`
	c.hears(`{"id":"1","type":"next","payload":{"data":{}}}`)
	close(stop)
	c.closes(websocket.StatusGoingAway, "the service stops")
	<-f.stopped
}

// A client that takes nothing is cut off, while others are answered.
func TestWebSocketSlowReader(t *testing.T) {
	server, f, _ := served(t, func(o *Options) { o.Limits.Sessions.Write = 50 * time.Millisecond })
	slow := mustDial(t, server)
	slow.greet()
	slow.say(ask)
	<-f.began
	big := `{"text":"` + strings.Repeat("x", 1<<20) + `"}`
	sent := 0
	for stopped := false; !stopped; { // it never reads, so the way to it fills up
		select {
		case f.events <- big:
			sent++
		case <-f.stopped:
			stopped = true
		}
	}
	if sent > 64 {
		t.Errorf("%d MB were taken for a client that reads nothing", sent)
	}
	other := mustDial(t, server)
	other.greet()
	other.say(`{"id":"1","type":"subscribe","payload":{"query":"{x}"}}`)
	other.hears(`{"id":"1","type":"next","payload":{"data":{"":"{x}"}}}`)
}

// A client that vanishes leaves nothing behind.
func TestWebSocketVanishes(t *testing.T) {
	server, f, _ := served(t, nil)
	c := mustDial(t, server)
	c.greet()
	c.say(ask)
	<-f.began
	_ = c.conn.CloseNow()
	<-f.stopped
}

// That the store is away at the greeting is no reason to call a key wrong.
func TestWebSocketWithoutAStore(t *testing.T) {
	server, _, _ := served(t, func(o *Options) { o.Tokens = away{} })
	c := mustDial(t, server)
	c.say(`{"type":"connection_init","payload":{"Authorization":"Bearer ent_x_y"}}`)
	c.closes(websocket.StatusTryAgainLater, "Unavailable")
}

// What is no handshake is told so.
func TestNoHandshake(t *testing.T) {
	o, _ := keyed(t)
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql", nil)
	r.Header.Set("Upgrade", "websocket")
	New(o).ServeHTTP(w, r)
	if w.Code != http.StatusUpgradeRequired {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
