package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/atlas"
)

// revisionHeader tells a client the newest revision that its answer came upon. A
// client that sends it with its next request is never shown an older record than
// before, whichever server answers.
const revisionHeader = "Entente-Revision"

// marked gives a context that reads the record as new as the client has seen it, and
// what notes how new it was.
func marked(ctx context.Context, r *http.Request) (context.Context, *atlas.Watermark, error) {
	text := r.Header.Get(revisionHeader)
	if text == "" {
		text = "0"
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return ctx, nil, graph.Errorf(graph.ErrInvalid, "the header %s is no number of a revision; send the one that the last answer had, as it is", revisionHeader)
	}
	ctx, w := atlas.WithWatermark(ctx, graph.RevisionNumber(n))
	return ctx, w, nil
}

// setRevision tells the client how new the record was.
func setRevision(h http.Header, w *atlas.Watermark) {
	if n := w.Number(); n > 0 {
		h.Set(revisionHeader, strconv.FormatUint(uint64(n), 10))
	}
}
