package report

import (
	"fmt"
	"strconv"
	"strings"
)

// Hot returns a category, decode@4.2, with the percentage of a profile that lies below a
// finding. Findings are ordered by it.
func Hot(category string, share float64) string {
	return fmt.Sprintf("%s@%.1f", category, share)
}

// Share returns the percentage in a category that [Hot] made, 0 for any other.
func Share(category string) float64 {
	_, text, _ := strings.Cut(category, "@")
	share, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0 // not measured
	}
	return share
}
