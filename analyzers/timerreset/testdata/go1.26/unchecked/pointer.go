package unchecked

import (
	"errors"
	"flag"
	"log"
	"time"
)

// The flag is checked through the same pointer.
func checkedHere(args []string) *time.Ticker {
	every := flag.Duration("checked-here", 0, "how often")
	flag.Parse()
	if *every <= 0 {
		log.Fatal("-checked-here is required")
	}
	return time.NewTicker(*every)
}

// A literal sets the default.
func checkedInLiteral() *time.Ticker {
	every := flag.Duration("checked-in-literal", 0, "how often")
	defaults := func() {
		if *every < time.Second {
			*every = time.Second
		}
	}
	flag.Parse()
	defaults()
	return time.NewTicker(*every)
}

func positive(d *time.Duration) error {
	if *d <= 0 {
		return errors.New("not positive")
	}
	return nil
}

// A function is given the pointer.
func checkedElsewhere() (*time.Ticker, error) {
	every := flag.Duration("checked-elsewhere", 0, "how often")
	flag.Parse()
	if err := positive(every); err != nil {
		return nil, err
	}
	return time.NewTicker(*every), nil
}

func print(d *time.Duration) { log.Print(*d) }

// It is only printed.
func printed() *time.Ticker {
	every := flag.Duration("printed", 0, "how often")
	flag.Parse()
	print(every)
	return time.NewTicker(*every) // want "the flag at pointer.go:54 is 0 by default"
}
