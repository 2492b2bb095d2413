package dependencies

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// licence gives the SPDX id of the licence file in a module's folder.
func licence(dir string) (string, error) {
	for _, pattern := range []string{"LICEN[SC]E*", "COPYING*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(files) == 0 {
			continue
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			return "", fmt.Errorf("read licence: %w", err)
		}
		if id := spdx(string(text)); id != "" {
			return id, nil
		}
	}
	return "", fmt.Errorf("no licence that is known here in %s", dir)
}

func spdx(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, l := range []struct{ id, phrase string }{
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License, version 2.0"},
		{"MIT", "Permission is hereby granted, free of charge"},
		{"BSD-3-Clause", "Neither the name of"},
		{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
	} {
		if strings.Contains(text, l.phrase) {
			return l.id
		}
	}
	return ""
}
