//go:build explorer

package explorer

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func TestBundledQueryPage(t *testing.T) {
	page := body(get(t, "GET", "/graphiql"))
	assets := regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(assets) < 2 {
		t.Fatalf("the page loads %d assets, want its script and its style", len(assets))
	}
	for _, m := range assets {
		r := get(t, "GET", m[1])
		if r.Code != http.StatusOK || r.Header().Get("Cache-Control") != keepForever || r.Header().Get("Content-Security-Policy") != bundlePolicy {
			t.Errorf("%s: status %d, %v", m[1], r.Code, r.Header())
		}
	}
	if !strings.Contains(page, `lang="en"`) || !strings.Contains(page, "<title>Entente – query page</title>") {
		t.Error("the page lacks its language or its title")
	}
	if !strings.Contains(body(get(t, "GET", "/plain")), `href="/graphiql"`) {
		t.Error("the plain page does not lead to the query page")
	}
}

func TestBundleBringsItsLicenses(t *testing.T) {
	licenses := body(get(t, "GET", "/licenses.txt"))
	for _, name := range []string{"graphiql", "monaco-editor", "react"} {
		if !strings.Contains(licenses, "## "+name+" - ") {
			t.Errorf("/licenses.txt lacks %s", name)
		}
	}
}

func TestBundleHasItsWorkers(t *testing.T) {
	dist, _ := bundle()
	for _, worker := range []string{"editor", "graphql", "json"} {
		if len(glob(dist, "assets/"+worker+".worker-*.js")) != 1 {
			t.Errorf("no %s worker in the bundle", worker)
		}
	}
}

func TestExplorerAtItsAddresses(t *testing.T) {
	start := body(get(t, "GET", "/"))
	if !strings.Contains(start, "<title>Entente</title>") || !strings.Contains(start, `href="/plain"`) {
		t.Fatalf("the start page is not the explorer, or does not lead to the plain page without scripts:\n%s", start)
	}
	for _, path := range []string{"/actor/mali", "/relation/s04", "/event/russia-africa-summit-2023", "/source/seed-article", "/kinds", "/kind/CALLS", "/embed"} {
		if r := get(t, "GET", path); r.Code != http.StatusOK || body(r) != start {
			t.Errorf("%s: status %d, or another page than /", path, r.Code)
		}
	}
}

func TestOnlyTheFrameMayStandElsewhere(t *testing.T) {
	h := Handler("https://example.org", "https://*.example.net")
	for path, want := range map[string]string{
		"/embed": "frame-ancestors 'self' https://example.org https://*.example.net;",
		"/":      "frame-ancestors 'self';",
		"/edit":  "frame-ancestors 'self';",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", path, got, want)
		}
	}
}
