// Package hotunmarshal proves the incident programs below it: its test sends
// requests to each, and expects that the decodes of the bug grow with them and
// those of the fix do not. Its benchmark shows what a request costs in each.
package hotunmarshal
