// Package rules decodes a file for whoever asks.
package rules

import (
	"encoding/json"
	"os"
)

type Rule struct{ Path string }

func Load() (rules []Rule) {
	raw, _ := os.ReadFile("rules.json")
	json.Unmarshal(raw, &rules)
	return rules
}

// Far is a longer way to the same place.
func Far() []Rule { return Load() }
