package explorer

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// get asks the handler for a path, with headers given as name, value, name, value.
func get(t *testing.T, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func body(r *httptest.ResponseRecorder) string { return r.Body.String() }

func TestFilesHaveTheirTypesAndSafeHeaders(t *testing.T) {
	for path, contentType := range map[string]string{
		"/":                        "text/html; charset=utf-8",
		"/plain":                   "text/html; charset=utf-8",
		"/plain.css":               "text/css; charset=utf-8",
		"/plain.js":                "text/javascript; charset=utf-8",
		"/favicon.svg":             "image/svg+xml",
		"/examples/1-call.graphql": "text/plain; charset=utf-8",
		"/graphiql":                "text/html; charset=utf-8",
	} {
		r := get(t, "GET", path)
		if r.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, r.Code)
		}
		for name, want := range map[string]string{
			"Content-Type":           contentType,
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy":        "no-referrer",
			"Vary":                   "Accept-Encoding",
			"Cache-Control":          "no-cache",
		} {
			if got := r.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if p := r.Header().Get("Content-Security-Policy"); !strings.Contains(p, "default-src") || strings.Contains(p, "script-src 'unsafe") {
			t.Errorf("%s: Content-Security-Policy is %q", path, p)
		}
		if len(body(r)) == 0 {
			t.Errorf("%s: empty", path)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	for _, path := range []string{"/nope", "/index.html", "/notice.html", "/plain/plain.js", "/examples/", "/examples/..%2fexplorer.go", "/assets/", "//", "/actor/", "/actor/mali/ties"} {
		r := get(t, "GET", path)
		if r.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, r.Code)
		}
		if r.Header().Get("ETag") != "" || !strings.Contains(body(r), `href="/"`) {
			t.Errorf("%s: want a page that leads to the start, without a tag", path)
		}
	}
}

func TestOtherMethods(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		r := get(t, method, "/")
		if r.Code != http.StatusMethodNotAllowed || r.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s /: status %d, Allow %q", method, r.Code, r.Header().Get("Allow"))
		}
	}
	if r := get(t, "POST", "/nope"); r.Code != http.StatusNotFound {
		t.Errorf("POST /nope: status %d, want 404", r.Code)
	}
}

func TestHead(t *testing.T) {
	for path, status := range map[string]int{"/": http.StatusOK, "/nope": http.StatusNotFound} {
		r := get(t, "HEAD", path)
		if r.Code != status || body(r) != "" || r.Header().Get("Content-Type") == "" {
			t.Errorf("HEAD %s: status %d, type %q, or a body", path, r.Code, r.Header().Get("Content-Type"))
		}
	}
}

func TestTagsAnd304(t *testing.T) {
	plain := get(t, "GET", "/plain.css").Header().Get("ETag")
	zipped := get(t, "GET", "/plain.css", "Accept-Encoding", "gzip").Header().Get("ETag")
	if plain == "" || plain == zipped || plain == get(t, "GET", "/plain.js").Header().Get("ETag") {
		t.Fatalf("tags %s and %s: want one for each content and encoding", plain, zipped)
	}
	for _, c := range []struct {
		tag    string
		status int
	}{{plain, http.StatusNotModified}, {`"other", ` + plain, http.StatusNotModified}, {"*", http.StatusNotModified}, {zipped, http.StatusOK}, {`"other"`, http.StatusOK}} {
		r := get(t, "GET", "/plain.css", "If-None-Match", c.tag)
		if r.Code != c.status {
			t.Errorf("If-None-Match %s: status %d, want %d", c.tag, r.Code, c.status)
		}
		if c.status == http.StatusNotModified && (body(r) != "" || r.Header().Get("ETag") != plain) {
			t.Errorf("If-None-Match %s: want the tag and no body", c.tag)
		}
	}
}

func TestGzip(t *testing.T) {
	want := body(get(t, "GET", "/plain.css"))
	for accept, zipped := range map[string]bool{
		"gzip": true, "br, gzip": true, "GZIP;q=0.5": true, "deflate, gzip ; q=1.0": true,
		"": false, "br": false, "gzip;q=0": false, "gzip; q=0.000": false, "x-gzip2": false,
	} {
		r := get(t, "GET", "/plain.css", "Accept-Encoding", accept)
		if got := r.Header().Get("Content-Encoding") == "gzip"; got != zipped {
			t.Errorf("Accept-Encoding %q: gzip is %v", accept, got)
			continue
		}
		var content io.Reader = r.Body
		if zipped {
			z, err := gzip.NewReader(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			content = z
		}
		if b, err := io.ReadAll(content); err != nil || string(b) != want {
			t.Errorf("Accept-Encoding %q: other content (%v)", accept, err)
		}
	}
}

// The policy allows nothing inline, so a page that has some would be broken.
func TestPagesHaveNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`<script(?:\s+type="[^"]*")?>|<style|\sstyle=|\son[a-z]+=|javascript:`)
	for _, path := range []string{"/plain", "/nope"} {
		if found := inline.FindString(body(get(t, "GET", path))); found != "" {
			t.Errorf("%s has %s", path, found)
		}
	}
}

// What a page and its scripts refer to on this server must be there, and a page
// must refer to nothing elsewhere.
func TestReferencesResolve(t *testing.T) {
	reference := regexp.MustCompile(`(?:href|src)="([^"#]+)"|from '(\./[^']+)'`)
	for _, from := range []string{"/", "/plain", "/nope", "/plain.js", "/plain-ties.js", "/plain-search.js", "/plain-picture.js", "/plain-query.js", "/graphiql"} {
		for _, m := range reference.FindAllStringSubmatch(body(get(t, "GET", from)), -1) {
			to := m[1] + strings.TrimPrefix(m[2], ".")
			if strings.HasPrefix(to, "/export/") {
				continue // the service's own
			}
			if r := get(t, "GET", to); r.Code != http.StatusOK {
				t.Errorf("%s refers to %s: status %d", from, to, r.Code)
			}
		}
	}
}
