package report

import (
	"mime"
	"path"
	"strconv"
)

// A Tag is what a driver can know of a finding beyond its text. It travels as the
// category of the diagnostic, in the syntax of media types (RFC 2045):
//
//	maprace/unguarded-read; confidence=inferred
type Tag struct {
	Rule       string // the ID
	Confidence Confidence
	Share      float64 // percentage of a profile that lies below, 0 if not measured
	Package    string  // that it lies in, "" for the one that reports it
	Candidate  bool    // a finding only if what the driver measures says so
	Until      string  // the last day, as 2027-03-01, on which a directive covers it
}

// String returns the category.
func (t Tag) String() string { return mime.FormatMediaType(t.Rule, t.params()) }

func (t Tag) params() map[string]string {
	params := map[string]string{"confidence": t.Confidence.String()}
	if t.Share > 0 {
		params["share"] = strconv.FormatFloat(t.Share, 'f', 1, 64)
	}
	if t.Package != "" {
		params["package"] = t.Package
	}
	if t.Candidate {
		params["candidate"] = "true"
	}
	if t.Until != "" {
		params["until"] = t.Until
	}
	return params
}

// Directive reports whether the finding is about a directive that suppresses nothing.
func (t Tag) Directive() bool { return path.Base(t.Rule) == directiveRule }

// URL returns where the page of the rule is to be read.
func (t Tag) URL() string { return urlOf(t.Rule) }

// ParseTag returns the tag of a category; false if it is of another kind.
func ParseTag(category string) (Tag, bool) {
	rule, params, err := mime.ParseMediaType(category)
	if err != nil {
		return Tag{}, false
	}
	t := Tag{Rule: rule, Package: params["package"], Until: params["until"], Candidate: params["candidate"] == "true"}
	if t.Confidence.Set(params["confidence"]) != nil {
		return Tag{}, false
	}
	if share := params["share"]; share != "" {
		if t.Share, err = strconv.ParseFloat(share, 64); err != nil {
			return Tag{}, false
		}
	}
	return t, true
}

// Suffix returns the rule and what is weak about its evidence, as it follows the
// message of a finding.
func (t Tag) Suffix() string {
	if t.Confidence == Proven {
		return " (" + t.Rule + ")"
	}
	return " (" + t.Rule + ", " + t.Confidence.String() + ")"
}
