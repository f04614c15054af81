// Package check proves the tables of package model against the modules that
// they speak of. It is a module of its own for their sake.
package check
