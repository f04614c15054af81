package maprace

import (
	"fmt"
	"os"
)

func init() {
	if os.Getenv("MRDEBUG") != "" {
		debugHook = func(b *body) {
			fmt.Println("==", b.fn)
			for _, ev := range b.events {
				for _, a := range ev.accesses {
					fmt.Printf("  %s %v place=%v(%p) root=%T %v thread=%v may=%v order=%v\n", a.at.posn, a.kind, a.place, a.place, a.place.Root, a.place.Root, a.thread != nil, a.may, a.order)
				}
			}
			fmt.Println("  sum:", len(b.sum.accesses), "calls", b.sum.calls, "results", b.sum.results)
		}
	}
}
