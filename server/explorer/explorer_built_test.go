//go:build explorer

package explorer

import (
	"net/http"
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
	if !strings.Contains(body(get(t, "GET", "/")), `href="/graphiql"`) {
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
