package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/briandowns/spinner"
	"github.com/mattn/go-isatty"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/format"
)

func formatNames() string {
	var names []string
	for _, f := range format.All {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// outputs parses the flags that say how findings are printed.
func (o *options) outputs(fs *flag.FlagSet) error {
	given := false
	fs.Visit(func(f *flag.Flag) { given = given || f.Name == "format" })
	if given && (o.JSON || o.Diff) {
		return fmt.Errorf("-format cannot be combined with -json, which is go vet's form, and -diff")
	}
	list, err := format.Parse(o.format)
	if err != nil {
		return fmt.Errorf("-format: %w", err)
	}
	text := format.Text{Context: o.context}
	terminal := isatty.IsTerminal(os.Stdout.Fd())
	switch o.color {
	case "auto":
		text.Rich = terminal
		text.Color = terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" // see no-color.org
	case "always":
		text.Rich, text.Color = true, true
	case "never":
		text.Rich = terminal
	default:
		return fmt.Errorf("invalid value %q for flag -color: want auto, always or never", o.color)
	}
	for i := range list {
		switch {
		case list[i].Name != "text":
			continue // has no choices
		case list[i].File == "":
			list[i].Write = text.Write
		default:
			list[i].Write = format.Text{Context: o.context}.Write
		}
	}
	o.Outputs = list
	return nil
}

// describe sets what outputs tell of the command.
func (o *options) describe() {
	o.Version = contain.Version()
	o.Rules = analyzers.Rules
}

// showProgress has a line on standard error tell how far a run has come, if that is a
// terminal and the run takes longer than people like to wait without a word.
func (o *options) showProgress() {
	if !isatty.IsTerminal(os.Stderr.Fd()) || os.Getenv("TERM") == "dumb" {
		return // nobody looks
	}
	s := spinner.New(spinner.CharSets[14], 150*time.Millisecond, spinner.WithWriterFile(os.Stderr))
	start := time.Now()
	say := func(text string) {
		s.Lock()
		s.Suffix = fmt.Sprintf(" %s, %.0f s", text, time.Since(start).Seconds())
		s.Unlock()
	}
	say("reading the packages")
	s.Start()
	o.Progress = func(p driver.Progress) {
		text := fmt.Sprintf("%d of %d packages, last %s", p.Done, p.All, p.Last)
		if len(p.Waiting) > 0 {
			text = fmt.Sprintf("%d of %d packages, waiting for %s", p.Done, p.All, strings.Join(p.Waiting, ", "))
		}
		say(text)
	}
	o.Done = s.Stop
}
