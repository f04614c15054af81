package origin

import (
	"strings"
	"unicode"

	"github.com/golint-incidents/golint-incidents/internal/model"
)

// literal returns the value of a constant string.
func literal(s string) Value {
	if s == "" {
		return Value{} // the zero value says nothing
	}
	return Value{Class: Const, Literal: isKey(s), Word: about(s), Size: len(s)}
}

// isKey reports whether a constant may be the key of a setting: it is no
// sentence, no query, and not one of the words that queries are put together of.
func isKey(s string) bool {
	if len(s) < 2 || len(s) > 80 || sqlWords[s] {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.:/#-", r)
	}) < 0
}

var sqlWords = map[string]bool{
	"AND": true, "ASC": true, "DESC": true, "FALSE": true, "FROM": true, "NOT": true, "NULL": true, "OR": true,
	"SELECT": true, "SET": true, "TRUE": true, "WHERE": true,
}

// about reports whether a text says that it is about settings. A query does by
// its tables: one of its columns may be the configuration of each of many rows.
func about(s string) bool {
	fields := strings.Fields(s)
	if len(fields) == 0 || !queryVerbs[strings.ToLower(fields[0])] {
		return len(s) < 200 && model.Says("setting", s)
	}
	for i, field := range fields[:len(fields)-1] {
		if beforeTable[strings.ToLower(field)] && model.Says("setting", fields[i+1]) {
			return true
		}
	}
	return false
}

// queryVerbs are the words that a query of SQL begins with.
var queryVerbs = map[string]bool{"select": true, "insert": true, "update": true, "delete": true, "with": true}

// beforeTable are the words that the name of a table follows.
var beforeTable = map[string]bool{"from": true, "join": true, "into": true, "update": true}
