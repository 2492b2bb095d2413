// Command survivors reads what gremlins prints of one package, whole or as far as it came,
// prints the score, and fails if a mutant lived that the list of known ones does not hold:
//
//	go run .ci/survivors.go -known .ci/mutants-known -root pkg/bus -prefix pkg/bus bin/mutants/pkg-bus.log
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// result is a line that gremlins 0.6 prints of a mutant (Mutant of its internal/report/report.go).
var result = regexp.MustCompile(`^ *([A-Z][A-Z ]*) ([A-Z_]+) at (.+\.go):(\d+):(\d+)$`)

func main() {
	known := flag.String("known", "", "list of mutants that may live: file, kind, source line and reason, parted by tabs")
	root := flag.String("root", ".", "folder of the package, which the log's files are named from")
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
		return false, fmt.Errorf("no log: %w", err)
	}
	reasons, err := readKnown(known)
	if err != nil {
		return false, err
	}
	counts, unknown := map[string]int{}, 0
	for text := range strings.Lines(string(data)) {
		m := result.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		status, kind, name := m[1], m[2], m[3]
		counts[status]++
		if status != "LIVED" && status != "NOT COVERED" {
			continue
		}
		line := sourceLine(filepath.Join(root, name), m[4])
		if !reasons[key{filepath.Join(prefix, name), kind, line}] {
			unknown++
			fmt.Printf("%s\t%s/%s:%s:%s\t%s\t%s\n", status, prefix, name, m[4], m[5], kind, line)
		}
	}
	if len(counts) == 0 {
		return false, fmt.Errorf("%s holds no results", file)
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

func sourceLine(file, at string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	lines := strings.Split(string(data), "\n")
	number, err := strconv.Atoi(at)
	if err != nil || number < 1 || number > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[number-1])
}
