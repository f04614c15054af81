// Package stackptr defines an analyzer that reports functions which park many
// goroutines on frames full of pointers to stack objects.
//
// # Analyzer stackptr
//
// stackptr: report frames with many reached stack objects in which many goroutines park
//
// # The incident
//
// After an upgrade to Go 1.13 a service burned its processors in the garbage
// collector, in runtime.(*lfstack).pop. Since Go 1.12 the collector scans stack
// objects precisely: for each parked goroutine it looks up every object that a
// pointer on the stack leads to, and takes work buffers from one global list to
// do so. Tens of thousands of connections, each parked in a frame with dozens
// of such objects, paid that in every cycle.
//
//	WRONG
//		var a, b, c, d, e state // 16 of them, each with its address in all
//		all := []*state{&a, &b, &c, &d, &e}
//		<-conn.done
//		use(all)
//
//	RIGHT
//		var s struct{ a, b, c, d, e state } // one object
//		<-conn.done
//		use(&s)
//
// # Reports when
//
// A function that many goroutines run at once can park, and there
//
//   - 16 or more of its stack objects are found by live pointers, or it has 24
//     or more of them (the collector looks at each, reached or not) and parks
//     itself, or in a function that it surely calls and that surely parks: for
//     requests, which are soon done, one of its package
//   - it calls itself, not by way of others, before it parks, and 4 or more are
//     reached in each frame, or it has 8 or more
//   - 24 or more are reached in all frames on the way from the goroutine's start
//     to where it parks
//
// Many goroutines run what handles requests or gRPC streams, what is started in
// a loop that ends only when something happens, as an accept loop, with
// something that the loop made, and what these start or call in the package; also
// by way of parameters, interfaces, WaitGroup.Go and functions like it. What is
// given to another package that so starts goroutines for connections or requests
// counts as well: as a handler, a function, a field. So does what handles
// connections by its type: a method of another package's interface, or a value of
// its function type, that takes a connection and returns at most an error.
// A loop and what it starts may lie in two packages: the finding is at the frame,
// and appears with the package that has the loop.
//
// Goroutines park at channels, select, Wait, Sleep, in reads from the network, in
// calls of clients, and in functions that do so, of other packages and behind
// interfaces too, if all known methods do. (A send does not count in a function
// that is called, nor where a decision leads to it: most have a buffer.)
//
// # Stays silent when
//
// The function does not park, or few goroutines run it: a main loop, a fixed number
// of workers, one for each tick, or as many as a semaphore lets through. Objects without pointers do not count, nor those
// that escape to the heap, nor those that are made after the goroutine parked.
//
// Where a goroutine usually waits, as a server for the next command, it rests:
// what it does with a command, and waits for now and then, does not count. Nor
// does a place that only several decisions lead to, from the loop on: hardly any
// goroutine is there. But of goroutines that wait for messages in a loop many come
// together, however seldom one is started.
//
// Locks do not count as places to park, unless -stackptr.locks says so: whoever
// holds one soon goes on, and where ten thousand goroutines wait for a lock, the
// lock is the incident. Neither does a read that a deadline ends, once and not in a
// loop, as of what a peer says first. Writes wait for slow peers only, and do not count, nor
// do files, whose reads hold a thread, and bodies of requests that are read as a
// whole, as they come with the request.
//
// # How to fix
//
// Group the objects into one struct: one object costs a third of many. Drop
// their pointer fields, hoist variadic arguments and literals out of the
// function, or let the frame end before the goroutine parks: do the work in a
// function that returns, and wait in its caller. Where variables are declared one
// after another and grouping them is enough, a suggested fix does so.
//
// # Counts
//
// go vet and golangci-lint show the counts that are predicted for the code as
// written: escape analysis and the rules by which the compiler makes
// temporaries are rebuilt, inlining is not. The command asks the compiler, with
// go build -gcflags='-S -m -live', about the packages with findings and shows its
// counts for your build, inlining included; what is below the thresholds then is
// no finding. It also asks about frames with half as many objects, which
// inlining may make heavy: so the command can find more. Each finding says which it
// shows. golint-incidents stacks prints the heaviest frames of any packages, exact.
//
// # Flags
//
//   - -stackptr.reached (16): objects reached while parked; half as much again
//     on a whole way
//   - -stackptr.records (24): objects in the frame
//   - -stackptr.goroutines (10000): for the estimate of the cost
//   - -stackptr.locks: goroutines park at locks, too
//   - -stackptr.generated: also report in generated files
//   - -stackptr.candidates: for the command, which decides by the compiler's counts
//
// # Known limits
//
// What another package's loop runs is known in the package that gives it a value
// of a type of its own, not in one that gives what a third one made. Behind an
// interface, the types of the package and its imports are known. Generic functions
// are not looked at. Which objects inlining adds is known, not whether
// they are reached: they count as objects only. A frame that is heavy by inlining
// alone, with less than half as many objects in the code as written, is not seen.
//
// The cost model is 70 ns for each frame + 10 ns for each object + 30 ns for
// each object reached, for each goroutine and cycle of the collector, on top of
// 0.8 µs for any parked goroutine, measured with Go 1.26 on two cores of amd64.
// Contention for the global list, which made the incident, comes on top with many
// cores: each goroutine pops it once, once more if a pointer leads to one of its
// objects, and once more for every 63 objects.
package stackptr
