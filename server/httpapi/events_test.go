package httpapi

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/entente/entente/server/access"
)

// listen opens a stream of events.
func listen(t *testing.T, server *httptest.Server, method, query, token string) (*http.Response, *bufio.Reader) {
	t.Helper()
	target, body := server.URL+"/graphql", `{"query":"`+query+`"}`
	if method == http.MethodGet {
		target, body = target+"?query="+url.QueryEscape(query), ""
	}
	r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Encoding", "gzip") // as a browser does; it must not hold events back
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp, bufio.NewReader(resp.Body)
}

// event reads what comes next, signs of life passed over.
func event(t *testing.T, from *bufio.Reader) string {
	t.Helper()
	var b strings.Builder
	for {
		line, err := from.ReadString('\n')
		if err != nil {
			return b.String() + err.Error()
		}
		switch {
		case strings.HasPrefix(line, ":"):
		case line != "\n":
			b.WriteString(line)
		case b.Len() > 0:
			return b.String()
		}
	}
}

// A subscription is answered by events as they come, by POST and by GET.
func TestEvents(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		server, f, tokens := served(t, func(o *Options) { o.Limits.Sessions.Recheck = time.Millisecond })
		resp, from := listen(t, server, method, "subscription { x }", tokens[access.Editor])
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" || resp.Header.Get("Content-Encoding") != "" {
			t.Fatalf("%d %v", resp.StatusCode, resp.Header)
		}
		for _, e := range []string{`{"n":1}`, `{"n":2}`} {
			f.events <- e
			if got := event(t, from); got != "event: next\ndata: {\"data\":"+e+"}\n" {
				t.Errorf("%s: %s", method, got)
			}
		}
		close(f.events)
		if got := event(t, from); got != "event: complete\ndata: \n" {
			t.Errorf("%s: %s", method, got)
		}
		if f.who[0].Name != "editor" {
			t.Errorf("it was asked by %+v", f.who[0])
		}
	}
}

// A query is one event, what is not executed says so in one, and a mutation does
// not run by GET.
func TestEventsOfOthers(t *testing.T) {
	server, _, _ := served(t, nil)
	for query, want := range map[string]string{
		"{x}":         "event: next\ndata: {\"data\":{\"\":\"{x}\"}}\n",
		"wrong":       "event: next\ndata: {\"errors\":[{\"message\":\"does not read\",\"extensions\":{\"code\":\"INVALID\"}}]}\n",
		"sub refused": "event: next\ndata: {\"errors\":[{\"message\":\"no\",\"extensions\":{\"code\":\"FORBIDDEN\"}}]}\n",
	} {
		_, from := listen(t, server, http.MethodPost, query, "")
		if got := event(t, from); got != want {
			t.Errorf("%s: %s", query, got)
		}
		if got := event(t, from); got != "event: complete\ndata: \n" {
			t.Errorf("%s: then %s", query, got)
		}
	}
	if resp, _ := listen(t, server, http.MethodGet, "mutation { x }", ""); resp.StatusCode != 405 {
		t.Errorf("a mutation by GET: %d", resp.StatusCode)
	}
	if resp, _ := listen(t, server, http.MethodPost, "{x}", "wrong"); resp.StatusCode != 401 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		t.Errorf("a wrong key: %d %v", resp.StatusCode, resp.Header)
	}
}

// A stream whose key is revoked says so and ends; so does one that has no client any
// more, and one whose service stops.
func TestEventsEnd(t *testing.T) {
	var keys *access.Keys
	stop := make(chan struct{})
	server, f, tokens := served(t, func(o *Options) {
		keys, o.Stop = o.Keys, stop
		o.Limits.Sessions.Recheck = time.Millisecond
	})
	_, from := listen(t, server, http.MethodPost, "subscription { x }", tokens[access.Editor])
	<-f.began
	if _, err := keys.Revoke(t.Context(), f.who[0].KeyID); err != nil {
		t.Fatal(err)
	}
	if got := event(t, from); !strings.Contains(got, "FORBIDDEN") {
		t.Errorf("after the key is revoked: %s", got)
	}
	if got := event(t, from); got != "event: complete\ndata: \n" {
		t.Errorf("then %s", got)
	}
	<-f.stopped
	resp, _ := listen(t, server, http.MethodPost, "subscription { x }", "")
	<-f.began
	_ = resp.Body.Close()
	<-f.stopped
	_, from = listen(t, server, http.MethodPost, "subscription { x }", "")
	<-f.began
	close(stop)
	if got := event(t, from); got != "EOF" {
		t.Errorf("when the service stops: %s", got)
	}
	<-f.stopped
}
