package origin

import "regexp"

// literal returns the value of a constant string.
func literal(s string) Value {
	if s == "" {
		return Value{} // the zero value says nothing
	}
	return Value{Class: Const, Literal: key.MatchString(s) && !keyword.MatchString(s), Word: about(s)}
}

// key is a constant that may be the key of a setting: no sentence, no query, no
// address.
var key = regexp.MustCompile(`^[\w.:/#-]{2,80}$`)

// keyword matches words of SQL that queries are put together of: no keys.
var keyword = regexp.MustCompile(`^(TRUE|FALSE|NULL|AND|OR|NOT|ASC|DESC|SELECT|FROM|WHERE|SET)$`)

// setting matches names that say that something is configuration.
var setting = regexp.MustCompile(`(?i)setting|config|(^|[^a-z])(conf|cfg)([^a-z]|$)|option|preference|propert|feature_?(flag|toggle)|toggle|polic(y|ies)|whitelist|blacklist|allow_?list|deny_?list`)

// about reports whether a text says that it is about settings. A query does by
// its tables: one of its columns may be the configuration of each of many rows.
func about(s string) bool {
	if !query.MatchString(s) {
		return setting.MatchString(s)
	}
	for _, m := range table.FindAllStringSubmatch(s, -1) {
		if setting.MatchString(m[1]) {
			return true
		}
	}
	return false
}

var (
	query = regexp.MustCompile(`(?i)^\s*(select|insert|update|delete|with)\s`)
	table = regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+(\S+)`)
)
