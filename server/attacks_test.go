package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// attacks are what is done to the program, in turn.
func attacks() []attack {
	return slices.Concat(documentAttacks(), requestAttacks(), connectionAttacks(), inputAttacks())
}

// asked floods the program with one operation, whose answer has a code.
func asked(name, want, has string, n int, query string, statuses ...int) attack {
	return attack{name, func(ctx context.Context, s *target) error {
		return flood(n, func(int) error {
			status, body := s.ask(ctx, query, nil)
			return answered(status, body, has, append(statuses, http.StatusServiceUnavailable, http.StatusTooManyRequests)...)
		})
	}, want}
}

func documentAttacks() []attack {
	n := size(20, 500)
	nested := strings.Repeat("neighbors(first: 1000) { edges { node { ", 40) + "id" + strings.Repeat(" } } }", 40)
	fragments := "query { ...f0 } "
	for i := range 200 {
		fragments += fmt.Sprintf("fragment f%d on Query { ...f%d ...f%d } ", i, i+1, i+1)
	}
	fragments += "fragment f200 on Query { service { version } }"
	return []attack{
		asked("1,000 aliases of a large page", "TOO_LARGE", "TOO_LARGE", n, "{ "+repeat(1000, "a%d: relations(first: 1000) { nodes { id } } ")+"}", 400),
		asked("10,000 repeated fields", "TOO_LARGE", "TOO_LARGE", n, "{ service { "+strings.Repeat("version ", 10_000)+"} }", 400),
		asked("40 lists of 1,000 inside one another", "TOO_LARGE", "TOO_LARGE", n, `{ actor(id: "mali") { `+nested+" } }", 400),
		asked("fragments that double 200 times", "TOO_LARGE", "TOO_LARGE", n, fragments, 400),
		asked("a cycle of fragments", "INVALID", `"code":"INVALID"`, n, "query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }", 400),
		asked("4,000 directives on a field", "refused", `"errors"`, n, "{ service "+strings.Repeat("@skip(if: false) ", 4000)+"{ version } }", 400),
		asked("3,000 unknown fields", "TOO_LARGE or INVALID, 20 errors at most", `"errors"`, n, "{ "+repeat(3000, "x%d ")+"}", 400),
		asked("overlapping fields, 2,000", "TOO_LARGE", "TOO_LARGE", n, `{ actor(id: "mali") { `+strings.Repeat("relations { nodes { id } } ", 2000)+"} }", 400),
		asked("the costliest question that is let in, at once", "answered, or 503 with Retry-After", "", size(8, 64),
			`{ relations(first: 1000) { nodes { id from { name } to { name } evidence(first: 20) { nodes { quotation source { title } } } } } }`, 200),
		asked("introspection", "answered", `"__schema"`, size(10, 100), "{ __schema { types { name fields { name args { name } type { name ofType { name } } } } } }", 200),
		asked("an integer beyond its edge", "INVALID", `"code":"INVALID"`, n, `{ relations(first: 99999999999999999999) { totalCount } }`, 400),
		asked("the least integer", "INVALID", `"code":"INVALID"`, n, `{ relations(first: -2147483648) { totalCount } }`, 200, 400),
	}
}

func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// posted floods the program with one body.
func posted(name, want, kind string, body []byte, n int, statuses ...int) attack {
	return attack{name, func(ctx context.Context, s *target) error {
		return flood(n, func(int) error {
			status, text := s.send(s.request(ctx, http.MethodPost, "/graphql", kind, bytes.NewReader(body)))
			if len(text) > 2000 && bytes.Contains(body, []byte(text[100:1000])) {
				return errors.New("the body is echoed")
			}
			return answered(status, text, "", append(statuses, 0)...) // who sends too much may be cut off
		})
	}, want}
}

func requestAttacks() []attack {
	n := size(20, 300)
	const json = "application/json"
	return []attack{
		posted("a body of 64 MB", "413", json, bytes.Repeat([]byte("x"), 64<<20), size(3, 20), 413),
		posted("a broken body of 1 MB", "400", json, append([]byte(`{"query":"`), bytes.Repeat([]byte("y"), 1<<20-100)...), n, 400),
		posted("JSON of 100,000 levels", "400", json, append([]byte(`{"variables":`), bytes.Repeat([]byte("["), 100_000)...), n, 400),
		posted("a batch of 1,000 operations", "400", json, []byte("["+strings.Repeat(`{"query":"{ service { version } }"},`, 1000)+"{}]"), n, 400),
		posted("invalid UTF-8", "400", json, []byte("{\"query\":\"\xff\xfe { service { version } }\"}"), n, 400),
		posted("NUL in the operation", "400", json, []byte(`{"query":"{ service \u0000 { version } }"}`), n, 200, 400),
		posted("NUL in a variable", "answered", json, []byte(`{"query":"query($t: String!) { search(text: $t) { matched } }","variables":{"t":"ma\u0000li"}}`), n, 200, 400),
		posted("a form, as another site's page can send", "415", "application/x-www-form-urlencoded", []byte("query=mutation{retract}"), n, 415),
		posted("plain text, as another site's page can send", "415", "text/plain", []byte(`{"query":"{ service { version } }"}`), n, 415),
		posted("a body that says it is packed", "415", json, []byte("\x1f\x8b\x08"), n, 400, 415),
		{"a mutation by GET", func(ctx context.Context, s *target) error {
			status, body := s.send(s.request(ctx, http.MethodGet, "/graphql?query="+url.QueryEscape(`mutation { __typename }`), "", nil))
			return answered(status, body, "send a mutation by POST", 405)
		}, "405"},
		{"an address of 60 KB", func(ctx context.Context, s *target) error {
			status, body := s.send(s.request(ctx, http.MethodGet, "/graphql?query="+strings.Repeat("x", 60_000), "", nil))
			return answered(status, body, "", 400, 431)
		}, "400"},
		{"another name in the Host header", func(ctx context.Context, s *target) error {
			r := s.request(ctx, http.MethodGet, "/graphql?query={service{version}}", "", nil)
			r.Host = "attacker.example"
			status, body := s.send(r)
			return answered(status, body, "FORBIDDEN", 421)
		}, "421"},
		{"paths out of the pages' folder", func(ctx context.Context, s *target) error {
			for _, path := range []string{"/..%2f..%2fetc/passwd", "/assets/..%5c..%5cgo.mod", "/%2e%2e/%2e%2e/etc/passwd", "/export/..%2f..%2fjsonl"} {
				status, body := s.send(s.request(ctx, http.MethodGet, path, "", nil))
				if strings.Contains(body, "root:") || strings.Contains(body, "module github.com") || status == 500 {
					return fmt.Errorf("%s: %d %.100s", path, status, body)
				}
			}
			return nil
		}, "nothing of the machine"},
	}
}

func connectionAttacks() []attack {
	return []attack{
		{"headers a letter at a time, many connections", slowHeaders, "closed after 10 s"},
		{"subscriptions, as many as come", manySubscriptions, "50 a connection, 100 a client, then 4429 or RATE_LIMITED"},
		{"a WebSocket message of 10 MB", longMessage, "closed"},
		{"WebSockets that never say who they are", silentSockets, "20 a client, closed after 10 s"},
	}
}

// slowHeaders holds many connections open with half a request each. The normal
// question is asked meanwhile.
func slowHeaders(ctx context.Context, s *target) error {
	var open []net.Conn
	defer func() {
		for _, c := range open {
			_ = c.Close()
		}
	}()
	for range size(50, 2000) {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			return err
		}
		open = append(open, c)
		if _, err := io.WriteString(c, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: "); err != nil {
			return err
		}
	}
	status, body := s.ask(ctx, normal, nil)
	if err := answered(status, body, "Mali", 200); err != nil {
		return err
	}
	if !longAttack {
		return nil
	}
	if err := open[0].SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return err
	}
	b := make([]byte, 1)
	if _, err := open[0].Read(b); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
		return errors.New("a connection with half a request is never closed")
	}
	return nil
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// dial opens a WebSocket and says who it is.
func (s *target) dial(ctx context.Context, greet bool) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(s.url, "http")+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil || !greet {
		return conn, err
	}
	if err := conn.Write(ctx, websocket.MessageText, []byte(`{"type":"connection_init"}`)); err != nil {
		return nil, err
	}
	_, _, err = conn.Read(ctx)
	return conn, err
}

func manySubscriptions(ctx context.Context, s *target) error {
	var open []*websocket.Conn
	defer func() {
		for _, c := range open {
			_ = c.CloseNow()
		}
	}()
	refused, opened := 0, 0
	for range size(3, 200) {
		c, err := s.dial(ctx, true)
		if err != nil {
			refused++
			continue
		}
		open = append(open, c)
		for i := range 50 {
			text := fmt.Sprintf(`{"id":"s%d","type":"subscribe","payload":{"query":"subscription { revisions { number } }"}}`, i)
			if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
				break
			}
			opened++
		}
	}
	if opened < 100 || longAttack && refused == 0 {
		return fmt.Errorf("%d subscriptions were sent and %d connections refused", opened, refused)
	}
	return nil
}

func longMessage(ctx context.Context, s *target) error {
	for range size(2, 50) {
		c, err := s.dial(ctx, true)
		if err != nil {
			return err
		}
		_ = c.Write(ctx, websocket.MessageText, bytes.Repeat([]byte("x"), 10<<20)) // cut off on the way
		if _, _, err := c.Read(ctx); err == nil {
			return errors.New("a message of 10 MB is taken in")
		}
		_ = c.CloseNow()
	}
	return nil
}

func silentSockets(ctx context.Context, s *target) error {
	var open []*websocket.Conn
	refused := 0
	for range size(25, 500) {
		c, err := s.dial(ctx, false)
		if err != nil {
			refused++
			continue
		}
		open = append(open, c)
	}
	var err error
	if refused == 0 {
		err = errors.New("one client may open as many WebSockets as it likes")
	}
	if longAttack {
		if _, _, e := open[0].Read(ctx); websocket.CloseStatus(e) != 4408 {
			err = errors.Join(err, fmt.Errorf("a silent WebSocket ends with %v", e))
		}
	}
	for _, c := range open {
		_ = c.CloseNow()
	}
	return err
}
