// Package explorer holds the pages that a browser gets: the explorer at / and the
// query page at /graphiql, which are bundled from web/ and there when the program is
// built with the tag explorer, and the plain page at /plain, which is written by hand
// and always there; without the tag it stands at / too.
package explorer

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed plain
var plainFiles embed.FS

// templates are the files of plain/ that are filled in here; all its others are
// served as they are, by their own name.
var templates = template.Must(template.ParseFS(plainFiles, "plain/*.html"))

// What a page may load and do. The plain page needs its own files and /graphql,
// nothing inline. The query page's editor writes style attributes, carries its
// fonts in its style sheet, and may start its workers from blobs.
const (
	plainPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
	bundlePolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
		"worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'"
)

// How long a browser may keep a file. What has its hash in its name never changes;
// all else is asked for again, and answered with 304 while it is the same.
const (
	keepForever = "public, max-age=31536000, immutable"
	askAgain    = "no-cache"
)

// Handler answers GET and HEAD for the pages and the files they need, and 404 for
// every other path:
//
//	/                   the explorer; where it is not bundled, the plain page
//	/actor/<id> …       the explorer's other addresses, which answer with the same page
//	/plain              the plain page, with its style, scripts and icon beside it
//	/examples/<file>    the example queries, as text
//	/graphiql           the query page, or how to get it
//	/assets/<file>      what the bundled pages load
//	/licenses.txt       the licenses of what is bundled in them
//
// It expects the GraphQL endpoint at /graphql of the same origin. Only /embed may
// stand in frames of other origins, those of embedders, as https://example.org.
func Handler(embedders ...string) http.Handler {
	h := &handler{files: map[string]*file{}, embedders: embedders}
	h.addPlain()
	h.addExamples()
	if bundle, ok := bundle(); ok {
		h.addBundle(bundle)
	} else {
		h.files["/graphiql"] = notice("The query page is not in this program",
			"GraphiQL is bundled by npm, so a program built with Go alone does not have it. "+
				"“make run” builds it and starts Entente with it; “make build” puts it into the program. "+
				"The page at / has a simpler query box, and any other GraphQL client can be pointed at /graphql.")
	}
	h.missing = notice("There is no such page here", "The address may have been cut or mistyped. Everything in the record can be found from the start page, or asked for in GraphQL at /graphql.")
	return h
}

// handler answers from files by path.
type handler struct {
	files map[string]*file
	page  *file // the explorer; nil where it is not bundled

	embedders []string // origins of pages that may show /embed in a frame
	missing   *file
}

// The addresses of the explorer's own pages. It is one file that shows what its
// address says.
var (
	explorerPages    = []string{"/", "/embed", "/kinds", "/sources", "/events", "/revisions", "/edit", "/review"}
	explorerFamilies = []string{"/actor/", "/relation/", "/event/", "/source/", "/kind/", "/revision/"}
)

// find gives the file for a path.
func (h *handler) find(path string) (*file, bool) {
	if f, ok := h.files[path]; ok {
		return f, true
	}
	for _, family := range explorerFamilies {
		// The id is the rest, and the page says so where there is none of that id.
		if id, ok := strings.CutPrefix(path, family); ok && id != "" && !strings.Contains(id, "/") {
			return h.page, h.page != nil
		}
	}
	return nil, false
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := h.find(r.URL.Path)
	switch {
	case !ok:
		h.missing.serveStatus(w, r, http.StatusNotFound)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
	default:
		f.serve(w, r)
	}
}

// addPlain adds the plain page at /plain, and at / until a bundled one takes its
// place, and the files beside it.
func (h *handler) addPlain() {
	_, built := bundle()
	h.files["/plain"] = rendered("index.html", map[string]any{"Examples": Examples(), "Built": built})
	h.files["/"] = h.files["/plain"]
	for _, name := range glob(plainFiles, "plain/*") {
		if path.Ext(name) != ".html" {
			h.files["/"+path.Base(name)] = newFile(plainFiles, name, plainPolicy, askAgain)
		}
	}
}

func (h *handler) addExamples() {
	for _, name := range glob(exampleFiles, "examples/*") {
		h.files["/"+name] = newFile(exampleFiles, name, plainPolicy, askAgain)
	}
}

// addBundle adds the explorer at each of its addresses, the query page, and the files
// that they load.
func (h *handler) addBundle(bundle fs.FS) {
	h.page = newFile(bundle, "index.html", bundlePolicy, askAgain)
	for _, path := range explorerPages {
		h.files[path] = h.page
	}
	embed := strings.Replace(bundlePolicy, "frame-ancestors 'self'", strings.Join(append([]string{"frame-ancestors 'self'"}, h.embedders...), " "), 1)
	h.files["/embed"] = newFile(bundle, "index.html", embed, askAgain)
	h.files["/graphiql"] = newFile(bundle, "graphiql.html", bundlePolicy, askAgain)
	for _, name := range glob(bundle, "assets/*") {
		h.files["/"+name] = newFile(bundle, name, bundlePolicy, keepForever)
	}
	for _, name := range glob(bundle, "*.txt") {
		h.files["/"+name] = newFile(bundle, name, bundlePolicy, askAgain)
	}
}

// notice is a small page that says one thing.
func notice(title, text string) *file {
	return rendered("notice.html", map[string]string{"Title": title, "Text": text})
}

// rendered is a page made from a template. The templates are in the program, so
// one that fails is a bug of the build, and panics.
func rendered(name string, data any) *file {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		panic(fmt.Sprintf("BUG: %v", err))
	}
	f := &file{contentType: contentTypes[".html"], cacheControl: askAgain, policy: plainPolicy}
	f.read = func() []byte { return b.Bytes() }
	return f.prepared()
}

// glob lists the files in fsys that match. The pattern is in the program, so one
// that cannot be read is a bug, and panics.
func glob(fsys fs.FS, pattern string) []string {
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		panic(fmt.Sprintf("BUG: %v", err))
	}
	return names
}
