package driver

import "testing"

// TestFolders refuses a folder of measurements that does not exist, once for a unit.
func TestFolders(t *testing.T) {
	known := func([]string) error { return nil }
	for _, name := range []string{statsFlag, cpuFlag, memoryFlag} {
		if err := checkFlags(nil, []string{"-" + name + "=" + t.TempDir()}, known); err != nil {
			t.Errorf("-%s with a folder: %v", name, err)
		}
		if err := checkFlags(nil, []string{"-" + name + "=./none"}, known); err == nil {
			t.Errorf("-%s with no folder: no error", name)
		}
	}
}
