package report

import (
	_ "embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/directive"
	"github.com/golint-incidents/golint-incidents/internal/doc"
)

// A Rule is one kind of finding. Users name it, so its ID never changes.
type Rule struct {
	ID         string     // of the form analyzer/name
	Analyzer   string     // that reports it, or the suite
	Summary    string     // one line
	Since      string     // the version that had it first
	Confidence Confidence // of its findings, where they do not say otherwise
	name       string     // the part of the ID behind the analyzer
	page       string     // the archive of its page
}

// Directive reports whether the rule is about directives that suppress nothing.
func (r Rule) Directive() bool { return r.name == directiveRule }

// Page returns what explains the rule.
func (r Rule) Page() doc.Page {
	p, err := doc.ParsePage(r.page)
	if err != nil {
		panic(r.ID + ": " + err.Error()) // a test reads each
	}
	return p
}

// URL returns where the page is to be read.
func (r Rule) URL() string { return urlOf(r.ID) }

func urlOf(id string) string {
	return "https://github.com/golint-incidents/golint-incidents/blob/main/docs/" + id + ".md"
}

// Text returns all that there is to know of the rule, in the syntax of doc comments.
func (r Rule) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\nSince %s. The confidence of its findings is %s, where they do not say otherwise.\n\n%s\n# How to switch it off\n\n",
		r.ID, r.Summary, r.Since, r.Confidence, r.Page().Text())
	if !r.Directive() { // which no directive covers
		fmt.Fprintf(&b, "To keep one finding, write above its line:\n\n\t//lint:ignore %s the reason\n\n", r.ID)
	}
	fmt.Fprintf(&b, "For none at all, use the flag -disable %s, or the key disable of .golint-incidents.yaml.", r.ID)
	if r.Analyzer != directive.Suite {
		fmt.Fprintf(&b, " What %s is for, golint-incidents explain %[1]s tells.", r.Analyzer)
	}
	b.WriteString("\n")
	return b.String()
}

// Markdown returns the same for code hosts.
func (r Rule) Markdown() string { return doc.Markdown(r.Text()) }

// Rules is the table of what one analyzer reports.
type Rules []Rule

// directiveRule is the rule of every analyzer for directives that suppress nothing.
const directiveRule = "directive"

//go:embed directive.txtar
var directivePage string

// NewRules returns the table of an analyzer, of which rules have the bare names. Their pages
// are rules/NAME.txtar.
func NewRules(analyzer string, pages fs.FS, rules ...Rule) Rules {
	for i := range rules {
		page, err := fs.ReadFile(pages, "rules/"+rules[i].ID+".txtar")
		if err != nil {
			panic(err) // any test
		}
		rules[i].page = string(page)
	}
	rules = append(rules, directives(analyzer))
	for i := range rules {
		rules[i].Analyzer, rules[i].name = analyzer, rules[i].ID
		rules[i].ID = analyzer + "/" + rules[i].name
	}
	slices.SortFunc(rules, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return rules
}

// directives returns the rule for directives that name an analyzer, or the suite.
func directives(name string) Rule {
	return Rule{ID: directiveRule, Summary: "a directive suppresses nothing, or is malformed", Since: "v0.1.0", Confidence: Proven,
		page: strings.ReplaceAll(directivePage, "$analyzer", name)}
}

// SuiteRules is what is reported of directives for several analyzers.
var SuiteRules = NewRules(directive.Suite, nil)

// Find returns the rule of that name or ID, false if there is none.
func (rules Rules) Find(name string) (Rule, bool) {
	for _, r := range rules {
		if r.ID == name || r.name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// A Choice is a set of rules and analyzers, as a flag: their IDs and names, separated
// by commas.
type Choice struct{ names []string }

// Disabled are the rules that report nothing.
var Disabled Choice

// String returns the value of the flag.
func (c *Choice) String() string { return strings.Join(c.names, ",") }

// Set adds what a flag names, and removes all if it names nothing. That the names
// exist is for those to check who know all analyzers.
func (c *Choice) Set(text string) error {
	if text == "" {
		c.names = nil
		return nil
	}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return fmt.Errorf("want IDs of rules, separated by commas")
		}
		if !slices.Contains(c.names, name) {
			c.names = append(c.names, name)
		}
	}
	return nil
}

// Names returns what the choice names.
func (c *Choice) Names() []string { return slices.Clone(c.names) }

// Has reports whether the rule is in the set, by itself or with its analyzer.
func (c *Choice) Has(id string) bool {
	analyzer, _, _ := strings.Cut(id, "/")
	return slices.Contains(c.names, id) || slices.Contains(c.names, analyzer)
}
