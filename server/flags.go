package main

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/alecthomas/kong"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange"
	"github.com/entente/entente/graph/exchange/importer"
)

// envPrefix begins the name of each environment variable that sets a flag.
const envPrefix = "ENTENTE_"

// envName gives the environment variable of a flag: ENTENTE_QUERY_TIMEOUT.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// newParser builds the parser of the command line into c.
func newParser(c *config, p *process, exit func(int)) (*kong.Kong, error) {
	vars := kong.Vars{"formats": formatsHelp(), "version": versionLine(), "dataFormats": dataFormatsHelp(), "encodings": strings.Join(importer.Encodings(), ", ")}
	for _, w := range exchange.Words() {
		vars[w.Name+"_help"] = strings.ToUpper(w.Help[:1]) + w.Help[1:] + "."
		vars[w.Name+"_value"] = w.Value
	}
	return kong.New(c, vars,
		kong.Name("entente"),
		kong.Description("Entente keeps the relations between states, with their periods and their sources, and answers who stands with whom, since when, and who says so."),
		kong.Writers(p.stdout, p.stderr),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}),
		kong.ValueFormatter(withEnvironment),
		kong.ExplicitGroups([]kong.Group{
			{Key: "record", Title: "The record:"},
			{Key: "web", Title: "On the web:"},
			{Key: "access", Title: "Who may do what:"},
			{Key: "key", Title: "The key:"},
			{Key: "restriction", Title: "The restriction:"},
			{Key: "limits", Title: "Limits:"},
			{Key: "graphql", Title: "Limits of one GraphQL operation:"},
			{Key: "log", Title: "Log:"},
			{Key: "revision", Title: "The revision that is recorded:"},
			{Key: "file", Title: "The file:"},
			{Key: "selection", Title: "What is exported (everything, if none of these is given):"},
		}),
		kong.Resolvers(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) {
			if v, ok := p.env[envName(f.Name)]; ok && v != "" && f.Name != "help" && f.Name != "version" {
				return v, nil
			}
			return nil, nil
		})),
	)
}

func formatsHelp() string {
	var all []string
	for _, f := range exchange.Formats() {
		all = append(all, f.Name+" ("+f.Description+")")
	}
	return "Format of the file: " + strings.Join(all, "; ") + "."
}

func dataFormatsHelp() string {
	var all []string
	for _, f := range importer.Formats() {
		all = append(all, f.Name+" ("+f.Title+")")
	}
	return strings.Join(all, "; ")
}

// withEnvironment writes the default of a flag and its environment variable after
// its help.
func withEnvironment(v *kong.Value) string {
	if v.Flag == nil || v.Flag.Name == "help" || v.Flag.Name == "version" {
		return v.Help
	}
	s := v.Help
	if v.HasDefault {
		s += " Default: " + v.Default + "."
	}
	return s + " [" + envName(v.Flag.Name) + "]"
}

// parse gives the command that the arguments ask for, or none if they ask for
// help, which is printed. What is wrong with them is ErrInvalid.
func parse(p *process, args []string) (command, error) {
	var c config
	helped := errors.New("help was asked for")
	parser, err := newParser(&c, p, func(int) { panic(helped) })
	if err != nil {
		return nil, fmt.Errorf("BUG: the flags: %w", err)
	}
	args = withTwoDashes(parser.Model.Node, args)
	var parsed *kong.Context
	func() {
		defer func() {
			if v := recover(); v != nil && v != any(helped) {
				panic(v)
			}
		}()
		parsed, err = parser.Parse(args)
	}()
	switch {
	case err != nil:
		return nil, wrongArguments(p, args, err)
	case parsed == nil:
		return nil, nil
	}
	return parsed.Selected().Target.Addr().Interface().(command), nil
}

// wrongArguments says what is wrong with the arguments, and where a value came
// from that was not among them.
func wrongArguments(p *process, args []string, err error) error {
	message := err.Error()
	for name := range p.env {
		flag := "--" + strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, envPrefix), "_", "-"))
		given := slices.ContainsFunc(args, func(a string) bool { return a == flag || strings.HasPrefix(a, flag+"=") })
		if strings.HasPrefix(name, envPrefix) && strings.HasPrefix(message, flag+":") && !given {
			message = name + " " + message
		}
	}
	return graph.Errorf(graph.ErrInvalid, "%s; entente --help tells more", message)
}

// withTwoDashes writes a long flag that is given with one dash, as Go's own flags
// are, with two. There are no flags of one letter but -h.
func withTwoDashes(app *kong.Node, args []string) []string {
	known := map[string]bool{}
	_ = kong.Visit(app, func(n kong.Visitable, next kong.Next) error { // no visitor fails
		if f, ok := n.(*kong.Flag); ok {
			known[f.Name] = true
			for _, a := range f.Aliases {
				known[a] = true
			}
		}
		return next(nil)
	})
	out := slices.Clone(args)
	for i, a := range args {
		if a == "--" {
			break
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(a, "-"), "=")
		if strings.HasPrefix(a, "-") && known[name] {
			out[i] = "-" + a
		}
	}
	return out
}

// words gives the flags as the words of a selection.
func (f selectionFlags) words() map[string][]string {
	out := map[string][]string{}
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("word")
		if all, many := v.Field(i).Interface().([]string); many {
			out[name] = all
		} else if one := v.Field(i).String(); one != "" {
			out[name] = []string{one}
		}
	}
	return out
}

// flagOf gives the flag that stands for a word: --published-by for publishedBy.
func flagOf(word string) string {
	var b strings.Builder
	b.WriteString("--")
	for _, c := range word {
		if unicode.IsUpper(c) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}
