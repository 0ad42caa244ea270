package httpapi

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/server/access"
	"github.com/entente/entente/server/export"
)

// writeWithin is how long a client may take for the next part of a file before it
// counts as gone.
const writeWithin = 30 * time.Second

// holdBack is how much of a file is held back at first: an error met until then is
// answered by its status, one met later breaks the connection off.
const holdBack = 64 << 10

// export answers with a selection of the record as a file. The words of the
// selection are the parameters of the address, and stand in exchange.Words.
func (a *api) export(w http.ResponseWriter, r *http.Request) {
	if !onlyMethods(w, r, http.MethodGet, http.MethodHead) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), a.Limits.Export)
	defer cancel()
	format, selection, err := parseExport(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	done, err := a.turns.take(ctx, a.clientOf(r, access.FromContext(ctx)))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer done()
	ctx, mark, err := marked(ctx, r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	e, err := export.Open(ctx, a.Atlas, selection, format)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	setRevision(w.Header(), mark)
	defer func() { _ = e.Close() }() // it was only read
	a.sendFile(ctx, w, r, e, format)
}

func parseExport(r *http.Request) (exchange.Format, exchange.Selection, error) {
	format, err := exchange.FormatByName(r.PathValue("format"))
	if err != nil {
		return format, exchange.Selection{}, err
	}
	words, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return format, exchange.Selection{}, graph.Errorf(graph.ErrInvalid, "the parameters are not written as an address; escape %%, & and +")
	}
	selection, err := exchange.ParseSelection(words)
	return format, selection, err
}

// sendFile sends the file, or says that the client has it already.
func (a *api) sendFile(ctx context.Context, w http.ResponseWriter, r *http.Request, e *export.Export, format exchange.Format) {
	// The same file can be had under this address whatever is recorded later.
	frozen := r.URL.Path + "?" + e.Selection.At(e.Revision())
	// Two who see more and less of it get two files, and so do two states of a scenario.
	tag := fileTag(a.Version, fmt.Sprintf("%s\x00%d %s", frozen, e.Revision(), e.State()))
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache") // ask again each time; 304 is cheap
	h.Set("Content-Location", frozen)
	if hasTag(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", format.MediaType)
	how := "attachment"
	if format.Page {
		how = "inline"
		h.Set("Content-Security-Policy", exchange.PagePolicy)
	}
	h.Set("Content-Disposition", fmt.Sprintf("%s; filename=%q", how, e.Name()+format.Extension))
	if r.Method == http.MethodHead {
		return
	}
	e.About.Program = "Entente " + a.Version
	e.About.Address = frozen
	out := &heldBack{w: w, control: http.NewResponseController(w)}
	buffered := bufio.NewWriterSize(out, holdBack)
	err := format.Write(buffered, e.About, e.Records(ctx))
	if err == nil {
		err = buffered.Flush()
	}
	switch {
	case err == nil:
	case !out.sent:
		a.fail(w, r, err)
	default:
		if r.Context().Err() == nil && !errors.Is(err, errGone) {
			a.Log.ErrorContext(ctx, "a file broke off", "error", err)
		}
		panic(http.ErrAbortHandler) // so that nobody takes the half for the whole
	}
}

// errGone is a client that took nothing more.
var errGone = errors.New("the client is gone")

// heldBack passes on what is written, and knows whether anything was.
type heldBack struct {
	w       io.Writer
	control *http.ResponseController
	sent    bool
}

func (b *heldBack) Write(p []byte) (int, error) {
	b.sent = true
	// Where a connection has no deadline to move, the server's own holds.
	_ = b.control.SetWriteDeadline(time.Now().Add(writeWithin))
	n, err := b.w.Write(p)
	if err != nil {
		return n, errors.Join(errGone, err)
	}
	return n, nil
}

// fileTag names the bytes of a file: the same release writes the same file of the
// same revision and selection. It is weak, since the file may be sent compressed.
func fileTag(version, frozen string) string {
	sum := sha256.Sum256([]byte(version + "\x00" + frozen))
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// hasTag reports whether a client says that it has the file already.
func hasTag(headers []string, tag string) bool {
	for _, h := range headers {
		for part := range strings.SplitSeq(h, ",") {
			if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
