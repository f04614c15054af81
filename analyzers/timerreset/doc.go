// Package timerreset defines an analyzer that reports misuse of time.Timer and
// time.Ticker.
//
// # Analyzer timerreset
//
// timerreset: report misuse of Reset, Stop and C that blocks, goes stale or crashes
package timerreset
