// Package cgoalloc proves the incident programs below it: its test runs each of
// them a thousand times over, measures the C heap, and expects that it grows
// under the bug and not under the fix; and that the bugs which free twice end
// in the abort that they end in.
//
// The C libraries are stand-ins: a header per incident, with the names of the
// real functions where an analyzer knows these, and bodies that allocate and
// free as the real ones do.
package cgoalloc
