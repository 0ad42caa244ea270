package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// maxDepth bounds how deep the JSON of a request nests: more than any input of the
// schema, and nothing that a recursive reader would mind.
const maxDepth = 64

// parseBody reads a request. No message repeats anything of the body.
func parseBody(b []byte) (*graphql.RawParams, error) {
	if !utf8.Valid(b) {
		return nil, refuse(http.StatusBadRequest, "the body is not valid UTF-8")
	}
	if depth(b) > maxDepth {
		return nil, refuse(http.StatusBadRequest, "the body nests deeper than %d", maxDepth)
	}
	switch first := bytes.TrimLeft(b, " \t\r\n"); {
	case len(first) == 0:
		return nil, refuse(http.StatusBadRequest, `the body is empty; send {"query": "…"}`)
	case first[0] == '[':
		return nil, refuse(http.StatusBadRequest, "the body is a list; send one operation a request, batches are not answered")
	}
	// By name, not into a struct: encoding/json would take "QUERY" for "query". Members
	// of other names are reserved, and passed over.
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(b, &members); err != nil {
		return nil, notJSON("the body", err)
	}
	p := &graphql.RawParams{}
	if err := parseText("query", members["query"], &p.Query); err != nil {
		return nil, err
	}
	if err := parseText("operationName", members["operationName"], &p.OperationName); err != nil {
		return nil, err
	}
	if err := parseObject("variables", members["variables"], &p.Variables); err != nil {
		return nil, err
	}
	if err := parseObject("extensions", members["extensions"], &p.Extensions); err != nil {
		return nil, err
	}
	var id string
	if err := parseText(documentID, members[documentID], &id); err != nil {
		return nil, err
	}
	if id != "" {
		setDocumentID(p, id)
	}
	if p.Query == "" && !names(p) {
		return nil, refuse(http.StatusBadRequest, "the member query is missing; it holds the operation as text")
	}
	return p, nil
}

// setDocumentID notes the id of a document where the executor keeps what comes with
// an operation.
func setDocumentID(p *graphql.RawParams, id string) {
	if p.Extensions == nil {
		p.Extensions = map[string]any{}
	}
	p.Extensions[documentID] = id
}

// parseText reads a text, or nothing.
func parseText(name string, b json.RawMessage, into *string) error {
	if len(b) == 0 {
		return nil
	}
	if err := json.Unmarshal(b, into); err != nil {
		return refuse(http.StatusBadRequest, "%s is not a text", name)
	}
	return nil
}

// parseObject reads an object, or nothing. Numbers stay as they are written.
func parseObject(name string, b []byte, into *map[string]any) error {
	if len(b) == 0 {
		return nil
	}
	if depth(b) > maxDepth {
		return refuse(http.StatusBadRequest, "%s nests deeper than %d", name, maxDepth)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	err := d.Decode(into)
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mistyped):
		return refuse(http.StatusBadRequest, "%s is not an object; write {\"name\": value}", name)
	case err != nil:
		return notJSON(name, err)
	case d.More():
		return refuse(http.StatusBadRequest, "%s is not one JSON object", name)
	}
	return nil
}

// notJSON says where a text stops being JSON, without repeating it.
func notJSON(what string, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return refuse(http.StatusBadRequest, "%s is not valid JSON at byte %d", what, syntax.Offset)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(http.StatusBadRequest, "%s is not valid JSON: it ends too soon", what)
	}
	return refuse(http.StatusBadRequest, "%s is not a JSON object", what)
}

// depth gives how deep the lists and objects of a JSON text nest.
func depth(b []byte) int {
	now, most := 0, 0
	text, escaped := false, false
	for _, c := range b {
		switch {
		case escaped:
			escaped = false
		case text && c == '\\':
			escaped = true
		case c == '"':
			text = !text
		case text:
		case c == '[' || c == '{':
			now++
			most = max(most, now)
		case c == ']' || c == '}':
			now--
		}
	}
	return most
}
