package explorer

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// contentTypes are those of the files served here. They are written down because
// the mime package reads tables of the machine it runs on.
var contentTypes = map[string]string{
	".html":    "text/html; charset=utf-8",
	".css":     "text/css; charset=utf-8",
	".js":      "text/javascript; charset=utf-8",
	".json":    "application/json",
	".svg":     "image/svg+xml",
	".png":     "image/png",
	".woff2":   "font/woff2",
	".ttf":     "font/ttf",
	".graphql": "text/plain; charset=utf-8",
	".txt":     "text/plain; charset=utf-8",
}

// packed are the extensions of files that are compressed already.
var packed = map[string]bool{".png": true, ".woff2": true}

// file is one thing that the handler answers with.
type file struct {
	contentType  string
	cacheControl string
	policy       string
	packed       bool          // compressed already
	read         func() []byte // gives the bytes
	content      func() content
}

// content is a file's bytes, also compressed, with a tag that changes when they do.
type content struct {
	body   []byte
	zipped []byte // nil if that would not be smaller
	tag    string
}

// newFile is a file of fsys, which must have it: fsys is in the program, so a name
// that cannot be read, or whose type is unknown, is a bug of the build, and panics.
func newFile(fsys fs.FS, name, policy, cacheControl string) *file {
	ext := path.Ext(name)
	contentType, ok := contentTypes[ext]
	if !ok {
		panic(fmt.Sprintf("BUG: %s: no content type is known for %q; add it to contentTypes", name, ext))
	}
	f := &file{contentType: contentType, cacheControl: cacheControl, policy: policy, packed: packed[ext]}
	f.read = func() []byte {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			panic(fmt.Sprintf("BUG: %v", err))
		}
		return b
	}
	return f.prepared()
}

// prepared makes f read, hash and compress its content once, when it is first
// asked for: the editor's megabytes cost nothing to a program nobody opens it in.
func (f *file) prepared() *file {
	f.content = sync.OnceValue(func() content {
		c := content{body: f.read()}
		sum := sha256.Sum256(c.body)
		c.tag = base64.RawURLEncoding.EncodeToString(sum[:12])
		if !f.packed {
			c.zipped = zip(c.body)
		}
		return c
	})
	return f
}

// zip compresses b, or gives nil if that does not make it smaller.
func zip(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	// Writing to memory does not fail.
	_, _ = w.Write(b)
	_ = w.Close()
	if out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}

// serve answers with the file, or with 304 if the browser has it.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	body := f.header(w, r)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// serveStatus answers with the file under another status than 200.
func (f *file) serveStatus(w http.ResponseWriter, r *http.Request, status int) {
	body := f.header(w, r)
	w.Header().Del("ETag")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone if this fails
	}
}

// header sets the header of an answer with f, and gives the bytes it speaks of.
func (f *file) header(w http.ResponseWriter, r *http.Request) []byte {
	c := f.content()
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", f.cacheControl)
	h.Set("Content-Security-Policy", f.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Vary", "Accept-Encoding")
	if c.zipped != nil && takesGzip(r.Header.Values("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", `"`+c.tag+`-gzip"`)
		return c.zipped
	}
	h.Set("ETag", `"`+c.tag+`"`)
	return c.body
}

// takesGzip reports whether a client that sent these Accept-Encoding headers takes
// gzip: it names it, and not with a quality of 0.
func takesGzip(headers []string) bool {
	for _, h := range headers {
		for part := range strings.SplitSeq(h, ",") {
			coding, quality, _ := strings.Cut(part, ";")
			if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
				q, _ := strings.CutPrefix(strings.ReplaceAll(quality, " ", ""), "q=")
				return strings.Trim(q, "0.") != "" || q == ""
			}
		}
	}
	return false
}
