// Command survivors reads what gremlins reports of one package, prints the score, and fails
// if a mutant lived that the list of known ones does not hold.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// report of gremlins 0.6 (its internal/report/internal/structure.go).
type report struct {
	Files []struct {
		Name      string `json:"file_name"`
		Mutations []struct {
			Type, Status string
			Line, Column int
		}
	}
}

func main() {
	known := flag.String("known", "", "list of mutants that may live: file, kind, source line and reason, parted by tabs")
	root := flag.String("root", ".", "folder of the package, which the report's files are named from")
	prefix := flag.String("prefix", "", "the package's folder in the repository")
	flag.Parse()
	ok, err := judge(flag.Arg(0), *known, *root, *prefix)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

func judge(file, known, root, prefix string) (bool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return false, fmt.Errorf("no report: %w", err)
	}
	var r report
	if err := json.Unmarshal(data, &r); err != nil {
		return false, fmt.Errorf("read %s: %w", file, err)
	}
	reasons, err := readKnown(known)
	if err != nil {
		return false, err
	}
	counts, unknown := map[string]int{}, 0
	for _, f := range r.Files {
		for _, m := range f.Mutations {
			counts[m.Status]++
			if m.Status != "LIVED" && m.Status != "NOT COVERED" {
				continue
			}
			line := sourceLine(filepath.Join(root, f.Name), m.Line)
			if !reasons[key{filepath.Join(prefix, f.Name), m.Type, line}] {
				unknown++
				fmt.Printf("%s\t%s/%s:%d:%d\t%s\t%s\n", m.Status, prefix, f.Name, m.Line, m.Column, m.Type, line)
			}
		}
	}
	killed, lived := counts["KILLED"]+counts["TIMED OUT"], counts["LIVED"]+counts["NOT COVERED"]
	score := 100.0
	if killed+lived > 0 {
		score = 100 * float64(killed) / float64(killed+lived)
	}
	fmt.Printf("score %.1f%%: %d killed, %d timed out, %d lived, %d not covered, %d not viable; %d of the survivors are not known\n",
		score, counts["KILLED"], counts["TIMED OUT"], counts["LIVED"], counts["NOT COVERED"], counts["NOT VIABLE"], unknown)
	return unknown == 0, nil
}

type key struct{ file, kind, line string }

func readKnown(path string) (map[key]bool, error) {
	known := map[key]bool{}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	for s := bufio.NewScanner(f); s.Scan(); {
		text := s.Text()
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		fields := strings.Split(text, "\t")
		if len(fields) != 4 || fields[3] == "" {
			return nil, fmt.Errorf("%s: not file, kind, source line and reason: %q", path, text)
		}
		known[key{fields[0], fields[1], fields[2]}] = true
	}
	return known, nil
}

func sourceLine(file string, number int) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	lines := strings.Split(string(data), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[number-1])
}
