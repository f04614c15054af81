package changes

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A Blamed line is one with who wrote it last.
type Blamed struct {
	Author string
	Days   int // since then
}

// Blame asks git who wrote a line last, and when.
func Blame(ctx context.Context, file string, line int) (Blamed, error) {
	out, err := git(ctx, filepath.Dir(file), "blame", "--porcelain", fmt.Sprintf("-L%d,%[1]d", line), "--", filepath.Base(file))
	if err != nil {
		return Blamed{}, err
	}
	var b Blamed
	for text := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSuffix(text, "\n"), " ")
		switch key {
		case "author":
			b.Author = value
		case "author-time":
			seconds, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				return Blamed{}, err
			}
			b.Days = int(time.Since(time.Unix(seconds, 0)).Hours() / 24)
		}
	}
	return b, nil
}
