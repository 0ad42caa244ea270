package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/server/access"
)

// The protocol is graphql-transport-ws, as its page says:
// github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.
const protocol = "graphql-transport-ws"

// The codes that a WebSocket is closed with, from that page.
const (
	closeInvalid      websocket.StatusCode = 4400
	closeUnauthorized websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeProtocol     websocket.StatusCode = 4406
	closeNoInit       websocket.StatusCode = 4408
	closeTwice        websocket.StatusCode = 4409
	closeInitTwice    websocket.StatusCode = 4429
)

// maxOperationID bounds what a client calls an operation.
const maxOperationID = 256

// message is what goes over the WebSocket, either way.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// socket is a WebSocket that is open.
type socket struct {
	*api
	conn *websocket.Conn
	r    *http.Request
	ctx  context.Context // ends with the socket

	mu       sync.Mutex
	who      access.Principal
	greeted  bool // connection_init was answered
	running  map[string]*operation
	finished sync.WaitGroup // every operation
}

// operation is one that runs on a socket.
type operation struct{ cancel context.CancelFunc }

func isUpgrade(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// websocket answers operations over a WebSocket, until the client or the service
// has enough.
func (a *api) websocket(w http.ResponseWriter, r *http.Request) {
	if !a.fromHere(r) {
		writeProblem(w, r, problem{
			Status: http.StatusForbidden, Code: codeForbidden,
			Detail: "a page of this origin may not ask here; the operator can allow it with --origin",
		})
		return
	}
	who, err := a.identify(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	done, err := a.sessions.socket(a.clientOf(r, who))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer done()
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols: []string{protocol}, InsecureSkipVerify: true, // fromHere has looked at the origin
	})
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }() // closed already, unless the client vanished
	conn.SetReadLimit(a.Limits.Body)
	ctx, cancel := context.WithCancel(r.Context())
	s := &socket{api: a, conn: conn, r: r, ctx: ctx, who: who, running: map[string]*operation{}}
	watched := make(chan struct{})
	go func() { defer close(watched); s.watch() }()
	s.read()
	cancel()
	s.finished.Wait()
	<-watched
}

// close closes the socket with a code, once. It waits a little for the client to
// take note.
func (s *socket) close(code websocket.StatusCode, reason string) {
	_ = s.conn.Close(code, reason) // a client that is gone takes no note
}

// watch closes the socket when its time or its key is over, when the service
// stops, and when the client does not answer any more.
func (s *socket) watch() {
	init := time.NewTimer(s.Limits.Sessions.Init)
	defer init.Stop()
	recheck := time.NewTicker(s.Limits.Sessions.Recheck)
	defer recheck.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.Stop:
			s.close(websocket.StatusGoingAway, "the service stops")
			return
		case <-init.C:
			if !s.isGreeted() {
				s.close(closeNoInit, "Connection initialisation timeout")
				return
			}
		case <-recheck.C:
			if err := s.still(s.ctx, s.asker()); err != nil {
				s.close(closeForbidden, "Forbidden")
				return
			}
			ctx, cancel := context.WithTimeout(s.ctx, s.Limits.Sessions.Write)
			err := s.conn.Ping(ctx)
			cancel()
			if err != nil {
				_ = s.conn.CloseNow() // nobody is there
				return
			}
		}
	}
}

func (s *socket) asker() access.Principal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.who
}

func (s *socket) isGreeted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.greeted
}

// read reads what the client says, and does it, until the socket closes.
func (s *socket) read() {
	if s.conn.Subprotocol() != protocol {
		s.close(closeProtocol, "Subprotocol not acceptable")
		return
	}
	for {
		kind, data, err := s.conn.Read(s.ctx)
		if err != nil {
			return // closed, by either side; a message that is too long closes it too
		}
		m, err := parseMessage(kind, data)
		if err != nil {
			s.close(closeInvalid, "Invalid message received")
			return
		}
		if !s.do(m) {
			return
		}
	}
}

func parseMessage(kind websocket.MessageType, data []byte) (message, error) {
	var m message
	if kind != websocket.MessageText || depth(data) > maxDepth {
		return m, errors.New("no text, or too deep")
	}
	err := json.Unmarshal(data, &m)
	if len(m.ID) > maxOperationID {
		return m, errors.New("the id is too long")
	}
	return m, err
}

// do does what a message says, and reports whether the socket stays open.
func (s *socket) do(m message) bool {
	switch m.Type {
	case "connection_init":
		return s.init(m.Payload)
	case "ping":
		s.send(message{Type: "pong"})
	case "pong":
	case "subscribe":
		return s.subscribe(m)
	case "complete":
		s.mu.Lock()
		if o := s.running[m.ID]; o != nil {
			delete(s.running, m.ID)
			o.cancel()
		}
		s.mu.Unlock()
	default:
		s.close(closeInvalid, "Invalid message received")
		return false
	}
	return true
}

// init takes in who the client says to be. A browser cannot set headers of a
// WebSocket, so the key may stand in the payload.
func (s *socket) init(payload json.RawMessage) bool {
	if s.isGreeted() {
		s.close(closeInitTwice, "Too many initialisation requests")
		return false
	}
	token, err := tokenIn(payload)
	if err != nil {
		s.close(closeInvalid, "Invalid message received")
		return false
	}
	who := s.asker()
	if token != "" {
		if who, err = s.ofToken(s.ctx, token); err != nil {
			s.refuseInit(err)
			return false
		}
	}
	if who.Role < access.Reader {
		s.close(closeForbidden, "Forbidden")
		return false
	}
	s.mu.Lock()
	s.who, s.greeted = who, true
	s.mu.Unlock()
	s.send(message{Type: "connection_ack"})
	return true
}

func (s *socket) refuseInit(err error) {
	if errors.Is(err, graph.ErrUnauthenticated) || errors.Is(err, graph.ErrForbidden) {
		s.close(closeForbidden, "Forbidden")
		return
	}
	s.Log.ErrorContext(s.ctx, "nobody can be identified", "error", err)
	s.close(websocket.StatusTryAgainLater, "Unavailable")
}

// tokenIn gives the token in the payload of connection_init: its member
// Authorization, in letters of either case, as the header is written.
func tokenIn(payload json.RawMessage) (string, error) {
	if len(payload) == 0 || bytes.Equal(payload, []byte("null")) {
		return "", nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(payload, &members); err != nil {
		return "", err
	}
	for name, value := range members {
		if !strings.EqualFold(name, "Authorization") {
			continue
		}
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return "", err
		}
		scheme, token, ok := strings.Cut(text, " ")
		if !ok || !strings.EqualFold(scheme, "Bearer") {
			return "", errors.New("no bearer token")
		}
		return strings.TrimSpace(token), nil
	}
	return "", nil
}

// subscribe starts an operation.
func (s *socket) subscribe(m message) bool {
	if !s.isGreeted() {
		s.close(closeUnauthorized, "Unauthorized")
		return false
	}
	params, err := parseBody(m.Payload)
	if m.ID == "" || err != nil {
		s.close(closeInvalid, "Invalid message received")
		return false
	}
	if err := s.still(s.ctx, s.asker()); err != nil {
		s.close(closeForbidden, "Forbidden")
		return false
	}
	params.Headers = s.r.Header
	ctx, cancel := context.WithCancel(access.WithPrincipal(s.ctx, s.asker()))
	o := &operation{cancel}
	s.mu.Lock()
	twice, many := s.running[m.ID] != nil, len(s.running) >= s.Limits.Sessions.Subscriptions
	if !twice && !many {
		s.running[m.ID] = o
	}
	s.mu.Unlock()
	switch {
	case twice:
		cancel()
		s.close(closeTwice, fmt.Sprintf("Subscriber for %.60s already exists", printable(m.ID)))
		return false
	case many:
		cancel()
		s.sendError(m.ID, refusals(problemOf(graph.Errorf(graph.ErrRateLimited,
			"%d operations run on this connection, as many as may; end one first", s.Limits.Sessions.Subscriptions))))
		return true
	}
	s.finished.Go(func() {
		defer cancel()
		s.run(ctx, m.ID, o, params)
	})
	return true
}

// run answers an operation to its end.
func (s *socket) run(ctx context.Context, id string, o *operation, params *graphql.RawParams) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.ErrorContext(ctx, "an operation panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			if s.end(id, o) {
				s.sendError(id, refusals(problemOf(errors.New("panic"))))
			}
		}
	}()
	refused := false
	whole := s.answers(ctx, s.clientOf(s.r, s.asker()), params, func(answer *graphql.Response) bool {
		if ctx.Err() != nil {
			return false
		}
		if answer.Data == nil {
			refused = true
			if s.end(id, o) {
				s.sendError(id, answer.Errors)
			}
			return false
		}
		return s.next(ctx, id, answer)
	})
	if !refused && s.end(id, o) && whole {
		s.send(message{ID: id, Type: "complete"})
	}
}

// end takes an operation off, and reports whether it was still on: if the client
// has ended it, nothing more is said of it.
func (s *socket) end(id string, o *operation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[id] != o {
		return false
	}
	delete(s.running, id)
	return true
}

func (s *socket) next(ctx context.Context, id string, answer *graphql.Response) bool {
	var b bytes.Buffer
	b.WriteByte('{')
	if err := members(&b, answer); err != nil {
		s.Log.ErrorContext(ctx, "an answer cannot be written", "error", err)
		return false
	}
	b.WriteByte('}')
	return s.send(message{ID: id, Type: "next", Payload: b.Bytes()})
}

// sendError ends an operation that was not executed. Nothing follows.
func (s *socket) sendError(id string, errs any) {
	b, err := json.Marshal(errs)
	if err != nil {
		s.Log.ErrorContext(s.ctx, "an error cannot be written", "error", err)
		return
	}
	s.send(message{ID: id, Type: "error", Payload: b})
}

// send sends a message. A client that does not take it in time is cut off: its
// messages are not kept, and nobody waits for it.
func (s *socket) send(m message) bool {
	b, err := json.Marshal(m)
	if err != nil {
		s.Log.ErrorContext(s.ctx, "a message cannot be written", "error", err)
		return false
	}
	ctx, cancel := context.WithTimeout(s.ctx, s.Limits.Sessions.Write)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, b) == nil
}

// printable gives the part of a text that may stand in the reason of a close.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
}
