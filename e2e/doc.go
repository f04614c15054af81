// Package e2e holds no code but tests: it drives the built binary as users do,
// under the real go vet, on its own, in a real golangci-lint and under the real
// pre-commit.
package e2e
