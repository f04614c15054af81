// Package file is a stub of the real one.
package file

type File struct{}

func Provider(path string) *File { return new(File) }

func (*File) ReadBytes() ([]byte, error) { return nil, nil }
