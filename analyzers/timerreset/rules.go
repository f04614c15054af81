package timerreset

import (
	"embed"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// pages has the pages of the rules.
//
//go:embed rules
var pages embed.FS

// Rules is what the analyzer reports.
var Rules = report.NewRules("timerreset", pages,
	report.Rule{ID: "copied-timer", Summary: "a Timer or Ticker is copied: its methods act on the copy", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "deferred-stop", Summary: "a deferred Stop runs while a goroutine goes on receiving", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "drain-after-receive", Summary: "a receive blocks forever: the timer's one value was received before", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "drain-after-reset", Summary: "a drain after Reset takes the new value, or blocks until it comes", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "drain-twice", Summary: "a receive blocks forever: the channel was drained before", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "endless-range", Summary: "a range over a ticker's channel never ends: Stop does not close it", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "interval", Summary: "a ticker panics, or a Tick blocks forever: its interval is not positive", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "interval-unchecked", Summary: "a ticker's interval comes from outside or from a computation that may give 0, and nothing checks it", Since: "v0.1.0", Confidence: report.Inferred},
	report.Rule{ID: "len-of-channel", Summary: "len or cap of a timer's channel does not tell whether it fired", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "lost-signal", Summary: "a goroutine that waits for a timer or a signal gets neither: the timer is stopped, the signal dropped", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "nil-channel", Summary: "a receive blocks forever: the timer has no channel", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "nil-timer", Summary: "a method or C of a nil timer panics", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "one-shot-in-loop", Summary: "a timer that fires once is received from in each round of a loop", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "receive-after-stop", Summary: "a receive blocks forever: Stop kept the value from being sent", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "reset-result", Summary: "the result of Reset decides over a panic or an error", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "stale-value", Summary: "an old value stays in the channel, and the next receive takes it for the new one", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "stop-while-receiving", Summary: "Stop leaves a goroutine waiting that receives from the timer alone", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "superfluous-drain", Summary: "a drain after Stop is not needed since Go 1.23 (with -timerreset.modernize)", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "timer-leak", Summary: "a timer or ticker that nobody stops is kept, before Go 1.23", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "toolchain-bug", Summary: "go.mod names a Go release whose runtime has a timer bug", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "two-receivers", Summary: "a drain blocks forever: a goroutine receives the value too", Since: "v0.1.0", Confidence: report.Proven},
	report.Rule{ID: "zero-timer", Summary: "a method of a zero Timer or Ticker panics", Since: "v0.1.0", Confidence: report.Proven},
)
