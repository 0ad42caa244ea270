package importer

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/entente/entente/graph"
)

// numberStyle is how cells show numbers, as far as it says what they mean.
type numberStyle struct {
	shows precision
	width int // in digits, filled up with zeros; 0 if it is not
}

// precision is what a style shows of a moment. A cell that shows a month means the
// month: programs write the first day of it.
type precision int

const (
	plainNumber precision = iota
	aYear
	aMonth
	aDay
	aTime // of the day
)

// readStyles reads how numbers are shown.
func (b *workbook) readStyles(name string) error {
	var all struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(name, &all); err != nil {
		return err
	}
	own := map[int]string{}
	for _, f := range all.Formats {
		own[f.ID] = f.Code
	}
	for _, c := range all.Cells {
		style := numberStyle{shows: builtIn(c.Format)}
		if code, ok := own[c.Format]; ok {
			style = styleOf(code)
		}
		b.styles = append(b.styles, style)
	}
	return nil
}

// builtIn says what the styles show that a workbook need not write down.
func builtIn(format int) precision {
	switch {
	case format == 17:
		return aMonth
	case format >= 14 && format <= 16, format == 22, format >= 27 && format <= 31, format == 36, format >= 50 && format <= 58:
		return aDay
	case format >= 18 && format <= 21, format >= 32 && format <= 35, format >= 45 && format <= 47:
		return aTime
	}
	return plainNumber
}

var (
	// unshown are the parts of a format that are words, colors, conditions or spaces.
	unshown = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	zeros   = regexp.MustCompile(`^0{2,20}$`)
)

// styleOf says what a format shows.
func styleOf(code string) numberStyle {
	if strings.EqualFold(code, "general") {
		return numberStyle{}
	}
	shown, _, _ := strings.Cut(unshown.ReplaceAllString(code, ""), ";") // the others are for numbers below 0, and texts
	shown = strings.ToLower(shown)
	has := func(letters string) bool { return strings.ContainsAny(shown, letters) }
	switch {
	case zeros.MatchString(shown):
		return numberStyle{width: len(shown)}
	case has("0#?"): // and letters that mean nothing
		return numberStyle{}
	case has("d"):
		return numberStyle{shows: aDay}
	case has("ye") && has("hs"):
		return numberStyle{shows: aDay}
	case has("ye") && has("m"):
		return numberStyle{shows: aMonth}
	case has("ye"):
		return numberStyle{shows: aYear}
	case has("hs"):
		return numberStyle{shows: aTime}
	case has("m"):
		return numberStyle{shows: aMonth}
	}
	return numberStyle{}
}

// text writes a number as the style shows it, and moments as the rest of the world
// writes them.
func (s numberStyle) text(v float64, since epoch) (string, error) {
	switch {
	case s.shows == plainNumber && s.width > 0 && v == math.Trunc(v) && v >= 0 && v < 1e15:
		text := numberText(v)
		return strings.Repeat("0", max(0, s.width-len(text))) + text, nil
	case s.shows == plainNumber:
		return numberText(v), nil
	}
	at, err := since.moment(v)
	switch {
	case s.shows == aTime && v >= 0 && v < 1:
		return at.Format(time.TimeOnly), nil
	case err != nil:
		return "", err
	case s.shows == aYear:
		return at.Format("2006"), nil
	case s.shows == aMonth:
		return at.Format("2006-01"), nil
	case at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0:
		return at.Format(time.DateOnly), nil
	}
	return at.Format("2006-01-02T15:04:05"), nil
}

// epoch is where a workbook begins to count days.
type epoch struct{ is1904 bool }

// moment gives the moment that a number of days stands for. Where day 1 is 1 January
// 1900, day 60 is a 29 February that was not.
func (e epoch) moment(v float64) (time.Time, error) {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case e.is1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case v < 60:
		first = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	days := math.Floor(v)
	at := first.AddDate(0, 0, int(min(max(days, 0), 3e6))).Add(time.Duration(math.Round((v-days)*86400)) * time.Second)
	if !e.is1904 && (v < 1 || days == 60) || v < 0 || at.Year() > 9999 {
		return at, graph.Errorf(graph.ErrInvalid, "holds %s and shows it as a date, and it is none; write the date, or show the cell as a number", numberText(v))
	}
	return at, nil
}

// numberText writes a number without what binary fractions add to it: programs keep
// fifteen digits.
func numberText(v float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		rounded = v
	}
	if math.Abs(rounded) < 1e15 && (math.Abs(rounded) >= 1e-6 || rounded == 0) {
		return strconv.FormatFloat(rounded, 'f', -1, 64)
	}
	return strconv.FormatFloat(rounded, 'g', -1, 64)
}
