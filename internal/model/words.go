package model

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed words.txt
var words string

// wordTable maps each kind to its words; those of two parts have a space.
var wordTable = sync.OnceValue(func() map[string]map[string]bool {
	out := make(map[string]map[string]bool)
	for _, row := range Rows(words) {
		word, kind, _ := strings.Cut(row, " ")
		if out[kind] == nil {
			out[kind] = make(map[string]bool)
		}
		out[kind][strings.ReplaceAll(word, "-", " ")] = true
	}
	return out
})

// maxSuffix is the length of the longest word that stands for the end of others.
const maxSuffix = len("settings")

// Says reports whether a name has a word of a kind.
func Says(kind, name string) bool {
	parts := Words(name)
	for i := range parts {
		if says(wordTable()[kind], parts[i:]) {
			return true
		}
	}
	return false
}

// Begins reports whether a name begins with a word of a kind.
func Begins(kind, name string) bool { return says(wordTable()[kind], Words(name)) }

// ChangesSettings reports whether a function, by its name alone, changes settings:
// that happens now and then.
func ChangesSettings(name string) bool { return Begins("change", name) && Says("setting", name) }

// says reports whether parts begin with one of the words.
func says(table map[string]bool, parts []string) bool {
	if len(parts) == 0 {
		return false
	}
	if table[parts[0]] || len(parts) > 1 && table[parts[0]+" "+parts[1]] {
		return true
	}
	for n := min(maxSuffix, len(parts[0])); n > 0; n-- {
		if table["*"+parts[0][len(parts[0])-n:]] {
			return true
		}
	}
	return false
}

// Words cuts a name into its words, in lower case: "loadHTTPConfig" is made of
// "load", "http" and "config", "av_frameFree2" of "av", "frame" and "free".
func Words(name string) []string {
	var parts []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			parts = append(parts, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			flush() // the end of a word, or of an acronym
		}
		word = append(word, r)
	}
	flush()
	return parts
}
