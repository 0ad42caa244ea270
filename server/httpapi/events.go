package httpapi

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente/entente/server/access"
)

// mediaEvents is the media type of server-sent events. Operations are answered with
// them as the GraphQL over SSE protocol says, one operation a connection:
// github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md.
const mediaEvents = "text/event-stream"

// wantsEvents reports whether a client asks for a stream of events.
func wantsEvents(r *http.Request) bool {
	q, named := quality(r.Header, mediaEvents)
	return named && q > 0
}

// stream is an answer that is sent as events.
type stream struct {
	*api
	w       http.ResponseWriter
	control *http.ResponseController
}

// events answers an operation with a stream of events.
func (a *api) events(w http.ResponseWriter, r *http.Request, params *graphql.RawParams) {
	h := w.Header()
	h.Set("Content-Type", mediaEvents+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	s := &stream{api: a, w: w, control: http.NewResponseController(w)}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	who := access.FromContext(ctx)
	// A stream lasts longer than the server gives a request to be read. Where there is
	// no deadline to move, the server's own holds.
	_ = s.control.SetReadDeadline(time.Time{})
	if !s.send("") { // so that the client knows at once that it is answered
		return
	}
	answers := make(chan []byte) // not buffered: a slow client holds its own subscription, and nothing else
	ended := make(chan bool, 1)
	go func() {
		defer close(ended)
		ended <- a.answers(ctx, a.clientOf(r, who), params, func(answer *graphql.Response) bool {
			b, ok := a.event(ctx, answer)
			if !ok {
				return false
			}
			select {
			case answers <- b:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	s.pass(ctx, who, answers, ended)
	cancel()
	for range ended { // until whoever answers is done
	}
}

// pass sends what comes, and now and then a sign of life, until it is over.
func (s *stream) pass(ctx context.Context, who access.Principal, answers <-chan []byte, ended <-chan bool) {
	recheck := time.NewTicker(s.Limits.Sessions.Recheck)
	defer recheck.Stop()
	for {
		select {
		case b := <-answers:
			if !s.send("event: next\ndata: " + string(b) + "\n\n") {
				return
			}
		case whole := <-ended:
			if whole {
				s.complete()
			}
			return
		case <-recheck.C:
			if err := s.still(ctx, who); err != nil {
				if b, ok := s.event(ctx, refusalOf(err)); ok {
					s.send("event: next\ndata: " + string(b) + "\n\n")
				}
				s.complete()
				return
			}
			if !s.send(":\n\n") {
				return
			}
		case <-s.Stop:
			return // without complete: the client is to ask again
		case <-ctx.Done():
			return
		}
	}
}

// complete says that nothing more comes. The empty data is needed: a browser passes
// an event without any over.
func (s *stream) complete() { s.send("event: complete\ndata: \n\n") }

// send sends a part of the stream at once. A client that does not take it in time
// is cut off.
func (s *stream) send(text string) bool {
	// Where a connection has no deadline to move, the server's own holds.
	_ = s.control.SetWriteDeadline(time.Now().Add(s.Limits.Sessions.Write))
	if _, err := s.w.Write([]byte(text)); err != nil {
		return false
	}
	return s.control.Flush() == nil
}

// event writes an answer in one line.
func (a *api) event(ctx context.Context, answer *graphql.Response) ([]byte, bool) {
	var b bytes.Buffer
	b.WriteByte('{')
	if err := members(&b, answer); err != nil {
		a.Log.ErrorContext(ctx, "an answer cannot be written", "error", err)
		return nil, false
	}
	b.WriteByte('}')
	return b.Bytes(), true
}
