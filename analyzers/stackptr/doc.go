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
// A function that many goroutines run at once (a handler, or what it calls in
// its package; a goroutine started in a loop without a counter, as an accept
// loop) can park (a channel, the network, Wait, sleep), and there
//
//   - 16 or more of its stack objects are reached by live pointers, or it has 24
//     or more of them
//   - it calls itself, not by way of others, before it parks, and 4 or more are
//     reached in each frame, or it has 8 or more
//   - the frames on the way from the goroutine's start to where it parks have 24
//     or more reached objects in all
//
// # Stays silent when
//
// The function does not park, or only at a lock, or few goroutines run it: a main
// loop, a fixed number of workers. Objects without pointers do not count, nor
// those that escape to the heap.
//
// # How to fix
//
// Group the objects into one struct: one object costs a third of many. Drop
// their pointer fields, hoist variadic arguments and literals out of the
// function, or let the frame end before the goroutine parks: do the work in a
// function that returns, and wait in its caller.
//
// # Flags
//
//   - -stackptr.reached (16): objects reached while parked
//   - -stackptr.records (24): objects in the frame
//   - -stackptr.goroutines (10000): for the estimate of the cost
//   - -stackptr.generated: also report in generated files
//
// # Known limits
//
// The counts are of the code as written: the compiler inlines, which moves
// objects between frames, and both adds and removes some. What golint-incidents
// stacks prints is the compiler's own. Calls into other packages are taken to
// let their arguments escape, so that objects passed to them are not counted.
// Functions that park in a function value, or behind an interface other than
// those of net and io, are not known to. Generic functions are not looked at.
//
// The cost model is 0.8 µs + 0.07 µs for each frame + 10 ns for each object +
// 30 ns for each object reached, for each goroutine and cycle of the collector,
// measured with Go 1.26 on two cores of amd64; contention for the global list,
// which made the incident, comes on top with many cores.
package stackptr
