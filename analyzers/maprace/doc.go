// Package maprace defines an analyzer that reports maps which goroutines access
// in parallel without a common lock.
//
// # Analyzer maprace
//
// maprace: report maps that goroutines access in parallel without a common lock
//
// # The incident
//
// A service that had run for months was gone from one moment to the next:
//
//	fatal error: concurrent map writes
//
// The runtime throws this error, and "concurrent map read and map write" and
// "concurrent map iteration and map write", when it notices that two goroutines
// use one map at the same time. It is not a panic: recover does not help, and
// every request of the process dies with it.
//
//	WRONG
//		func (s *Server) Status(id string) State {
//			return s.peers[id]          // without the lock that ...
//		}
//		func (s *Server) add(id string, st State) {
//			s.mu.Lock()                 // ... everybody else takes
//			defer s.mu.Unlock()
//			s.peers[id] = st
//		}
//
//	RIGHT
//		func (s *Server) Status(id string) State {
//			s.mu.RLock()
//			defer s.mu.RUnlock()
//			return s.peers[id]
//		}
//
// # Reports when
//
// Two accesses to the elements of one map, at least one of them a write, hold
// no lock in common, and
//
//   - Both sides are seen: a goroutine makes one of them and is still running, or runs more
//     than once, when the other is made. Goroutines are those of go statements,
//     of functions that run their argument on another goroutine (errgroup,
//     pools, time.AfterFunc, in any package), parallel subtests, of workers and handlers
//     that call what a channel, a slice or a field keeps, and of handlers of HTTP requests
//     (of net/http or a layer above, whose types lead to a request and its answer)
//     and RPCs, TLS handshakes, DNS queries and events, which run in parallel with themselves, as callbacks of tls.Config, http.Transport,
//     http.Server and httputil.ReverseProxy do, and RoundTrip of an
//     http.RoundTripper and Collect of a prometheus.Collector do. An exported
//     function may run while a goroutine of the package does, unless it only
//     registers something, or waits for the goroutine. A function that is called for one key after another
//     meets the goroutine, or timer, of an earlier call, and its caller the one
//     that still fills the map which it returns. net/http reads the header of a
//     request on a goroutine of its own.
//   - A guard elsewhere: other accesses of the same field or package variable hold one
//     and the same lock, which tells that the map is shared; this one does not.
//     So do accesses that hold a read lock where a write lock is needed, and
//     writes to a map that was taken out of a guarded map under its lock. A map
//     that a package guards and hands out is one, wherever it is used. It is
//     enough that a lock is there for one map alone, even if most forget it. A map
//     that is filled on demand without any lock counts, too, in an object of
//     which other methods lock, or which the same method locks for a part of
//     its work.
//
// An access is a lookup, an assignment, delete, clear, a range loop, and what
// the functions of package maps, http.Header, url.Values, encoders, decoders and
// printers do, also to the maps in the fields of a struct. It may stand in a
// function of another package, or behind a method of an interface: what a constructor,
// a field or a variable holds decides which, also among types that are not exported,
// or else the types that implement it, if they are in this package or one that it
// imports, and few. What a library does with a function or object that a constructor
// of its own was given is followed. The message names both
// accesses, the lock, and the error that ends the process; related positions
// show where goroutines are started and the calls between.
//
// Each finding has a confidence, which is its category: proven if both sides are
// seen, inferred if what most of the code does is the evidence, byname if a name or
// comment is, or the mere fact that a function is exported. The flag confidence sets
// the least that is reported, inferred unless it is given. The flag lockers names functions
// of your own that lock and unlock their receiver or first argument:
// (*example.com/app.Gate).Enter=(*example.com/app.Gate).Leave.
//
// # Stays silent when
//
//   - the accesses share a lock: a mutex, a function that locks, a channel that
//     serves as a mutex; or a lock that is held on some path only, or may be
//     the same by way of a pointer
//   - one was made under a sync.Once, or under a flag of one's own that is never
//     cleared
//   - one happens before the other: WaitGroup.Wait, errgroup, a receive of what
//     the goroutine sends or closes when it is done, or another that waits for
//     it or counts its replies, a loop over a channel until that is closed, in
//     whichever methods of the object the two stand, a mutex that is handed over
//   - the map is not shared yet: constructors, start-up, maps that a goroutine
//     makes for itself, copies, a map that was replaced under the lock before
//     the goroutine goes on with the old one, an object that the function puts
//     where others find it later
//   - it is a read of the one goroutine that writes to the map
//   - callers hold the lock: they are looked at instead. Words lower the confidence to
//     byname, which is not shown: names that say so (addLocked) or that the object is
//     not shared yet or no longer (Start, Close), comments ("must be called with
//     mu held", "no lock needed" above an access)
//   - a library gets its own lock wrong: that is told in the library
//   - it is not seen which function is called, or which map is accessed
//
// len(m), m == nil and the assignment of a map variable are data races, but the
// runtime does not throw for them: they are not reported.
//
// # How to fix
//
// Hold the lock that the message names around the access, for writing if the
// map is written. To return a map, or to use it after the lock is released,
// copy it under the lock (maps.Clone). Inner maps need the lock of the outer
// one. Maps that are written once and read often can be replaced as a whole, by
// way of an atomic.Pointer, instead.
//
// # Flags
//
//   - confidence: report findings of this confidence and above: proven, inferred
//     or byname
//   - exported: also report maps that exported functions write without any lock,
//     though nothing shows that they are shared
//   - generated: also report in generated files
//
// # Known limits
//
// Elements of slices and maps are not told apart by their index. Interfaces of
// the standard library and those with many implementations are not looked behind,
// unless it is seen what they hold. A type
// without any lock, of which no goroutine is seen, is a matter of the flag
// exported.
package maprace
