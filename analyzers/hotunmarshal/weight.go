package hotunmarshal

import (
	"fmt"
	"os"
	"time"

	"github.com/golint-incidents/golint-incidents/internal/model"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// large is the size in bytes from which on the message begins with it.
const large = 1000

// size returns the size in bytes of what is decoded, 0 if it is not known.
func (f finding) size() int {
	if f.Data.File == "" {
		if f.Data.Class == origin.Const {
			return f.Data.Size
		}
		return 0 // read when it runs
	}
	info, err := os.Stat(f.Data.File)
	if err != nil || info.IsDir() {
		return 0 // a pattern
	}
	return int(info.Size())
}

// small reports whether the size of what is decoded is known, and below that which the user
// wants to be told of.
func (f finding) small() bool {
	size := f.size()
	return size > 0 && size < minSize
}

// estimate returns about how long it takes to decode a text of a size, 0 if that is not
// known: a decoder reads all of the text, and fills each field of the target at least once.
func (f finding) estimate(size int) time.Duration {
	cost, ok := model.CostOf(f.Name)
	if !ok {
		return 0
	}
	d := time.Duration(size)*cost.PerKB/1000 + time.Duration(f.Width)*cost.PerField
	switch {
	case d >= time.Millisecond:
		return d.Round(time.Millisecond)
	case d >= 10*time.Microsecond:
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Microsecond)
}

// sizeText renders a size.
func sizeText(n int) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%d bytes", n)
}
