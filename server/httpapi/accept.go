package httpapi

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of GraphQL answers.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
	mediaHTML     = "text/html"
)

// quality gives how much a client wants a media type, 0 to 1, by the most specific
// range of its Accept header that fits, and whether it was named as it is.
func quality(h http.Header, media string) (q float64, named bool) {
	family, _, _ := strings.Cut(media, "/")
	best := 0 // how specific the range is that q comes from
	for _, line := range h.Values("Accept") {
		for part := range strings.SplitSeq(line, ",") {
			kind, attributes, err := mime.ParseMediaType(part)
			if err != nil {
				continue
			}
			specific := 0
			switch kind {
			case media:
				specific = 3
			case family + "/*":
				specific = 2
			case "*/*":
				specific = 1
			}
			if specific <= best {
				continue
			}
			best, q = specific, 1
			if v, err := strconv.ParseFloat(attributes["q"], 64); err == nil {
				q = min(max(v, 0), 1)
			}
		}
	}
	return q, best == 3
}

// negotiate chooses the media type of an answer, and whether there is one that the
// client takes. The newer one is for whoever names it or says nothing; whoever
// takes anything gets plain JSON, which every tool shows.
func negotiate(h http.Header) (media string, ok bool) {
	if len(h.Values("Accept")) == 0 {
		return mediaResponse, true
	}
	response, named := quality(h, mediaResponse)
	plain, _ := quality(h, mediaJSON)
	switch {
	case response > 0 && (response > plain || response == plain && named):
		return mediaResponse, true
	case plain > 0:
		return mediaJSON, true
	}
	return "", false
}

// prefersHTML reports whether a browser asks for a page.
func prefersHTML(h http.Header) bool {
	html, named := quality(h, mediaHTML)
	plain, _ := quality(h, mediaJSON)
	response, _ := quality(h, mediaResponse)
	return named && html > 0 && html >= max(plain, response)
}
