package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente/entente/server/telemetry"
)

// answer writes the answer to a GraphQL request in a media type.
type answer struct {
	w   http.ResponseWriter
	r   *http.Request
	as  string
	log *slog.Logger
}

// write answers with what came of an operation. One that was not executed has no
// data; its status tells so to whoever takes the newer media type. In plain JSON
// every answer to a well-formed request is 200, since such clients cannot tell
// our answer from that of a proxy on the way.
func (a answer) write(resp *graphql.Response) {
	status := http.StatusOK
	if resp.Data == nil && a.as == mediaResponse {
		status = statusOf(resp.Errors)
	}
	var b bytes.Buffer
	b.WriteByte('{')
	if err := members(&b, resp); err != nil {
		a.log.ErrorContext(a.r.Context(), "an answer cannot be written", "error", err)
		a.refuse(http.StatusInternalServerError, err)
		return
	}
	b.WriteString("}\n")
	if a.r.Method == http.MethodGet && resp.Data != nil && len(resp.Errors) == 0 && a.unchanged(b.Bytes()) {
		return
	}
	a.send(status, b.Bytes())
}

// unchanged gives the answer to a query by GET a tag, by which a reader asks again
// whether it still is the answer, and says so if it is.
func (a answer) unchanged(body []byte) bool {
	sum := sha256.Sum256(body)
	tag := fmt.Sprintf(`W/"%x"`, sum[:12])
	h := a.w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if !hasTag(a.r.Header.Values("If-None-Match"), tag) {
		return false
	}
	a.w.WriteHeader(http.StatusNotModified)
	return true
}

// members writes the members of an answer. The data is JSON already and may be
// large, so it is copied as it is.
func members(b *bytes.Buffer, resp *graphql.Response) error {
	comma := ""
	put := func(name string, v any) error {
		text, ok := v.(json.RawMessage)
		if !ok {
			var err error
			if text, err = json.Marshal(v); err != nil {
				return err
			}
		}
		fmt.Fprintf(b, "%s%q:", comma, name)
		b.Write(text)
		comma = ","
		return nil
	}
	if len(resp.Errors) > 0 {
		if err := put("errors", resp.Errors); err != nil {
			return err
		}
	}
	if resp.Data != nil {
		if err := put("data", resp.Data); err != nil {
			return err
		}
	}
	if len(resp.Extensions) > 0 {
		return put("extensions", resp.Extensions)
	}
	return nil
}

// statusOf gives the status of an operation that was not executed, by the code of
// its first error.
func statusOf(errs gqlerror.List) int {
	if len(errs) == 0 {
		return http.StatusInternalServerError
	}
	switch code, _ := errs[0].Extensions["code"].(string); code {
	case codeUnavailable:
		return http.StatusServiceUnavailable
	case codeUnauthenticated:
		return http.StatusUnauthorized
	case codeForbidden:
		return http.StatusForbidden
	case codeRateLimited:
		return http.StatusTooManyRequests
	case codeTimeout:
		return http.StatusGatewayTimeout
	case codeInternal:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// refuse answers a request that no operation came of.
func (a answer) refuse(status int, err error) {
	errs := refusals(problemOf(err))
	if errs[0].Extensions["code"] == codeInternal {
		errs[0].Extensions["requestId"] = telemetry.RequestID(a.r.Context())
	}
	b, err := json.Marshal(map[string]gqlerror.List{"errors": errs})
	if err != nil {
		panic(errors.Join(errors.New("BUG: an error cannot be written"), err))
	}
	a.send(status, append(b, '\n'))
}

// refusals gives a problem as the errors of an answer.
func refusals(p problem) gqlerror.List {
	return gqlerror.List{{Message: p.Detail, Extensions: map[string]any{"code": p.Code}}}
}

func (a answer) send(status int, body []byte) {
	h := a.w.Header()
	h.Set("Content-Type", a.as+"; charset=utf-8")
	if h.Get("ETag") == "" {
		h.Set("Cache-Control", "no-store")
	}
	setAdvice(h, status)
	a.w.WriteHeader(status)
	_, _ = a.w.Write(body) // the reader has gone if this fails
}
