// Package spell finds what a person meant who mistyped a name.
package spell

// Nearest returns the name that is closest to what the user wrote, or "" if
// none is close enough to have been meant.
func Nearest(word string, names []string) string {
	best, bestAt := "", len(word)/3+2
	for _, name := range names {
		if d := Distance(word, name); d < bestAt {
			best, bestAt = name, d
		}
	}
	return best
}

// Distance is the Levenshtein distance of a and b: how many bytes must be put
// in, left out or replaced to make b of a.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
