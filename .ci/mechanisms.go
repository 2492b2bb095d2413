// Command mechanisms switches off one safety mechanism after the other and expects the
// test that is named beside it to fail. The tree stays as it is: the compiler is given the
// changed file in place of the one there.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

func main() {
	list := flag.String("list", ".ci/mechanisms", "file that lists the mechanisms")
	workers := flag.Int("workers", 2, "how many are tried at once")
	limit := flag.Duration("limit", 15*time.Minute, "how long all of them may take")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), *limit)
	defer cancel()
	if err := run(ctx, *list, *workers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// mechanism is one entry of the list.
type mechanism struct {
	name, file, before, after, pkg, test string
}

func run(ctx context.Context, list string, workers int) error {
	all, err := read(list)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mechanisms")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	errs := make([]error, len(all))
	places := make(chan struct{}, workers)
	var group sync.WaitGroup
	for i, m := range all {
		group.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			began := time.Now()
			if err := try(ctx, m, filepath.Join(dir, fmt.Sprint(i))); err != nil {
				errs[i] = fmt.Errorf("%s: %w", m.name, err)
				return
			}
			fmt.Printf("%4.0fs  %s: %s fails\n", time.Since(began).Seconds(), m.name, m.test)
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// read reads the list: blocks of five lines, parted by empty ones.
func read(list string) ([]mechanism, error) {
	data, err := os.ReadFile(list)
	if err != nil {
		return nil, err
	}
	var all []mechanism
	for block := range strings.SplitSeq(string(data), "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		bad := fmt.Errorf("%s: not name, file, line before, line after, package and test: %q", list, block)
		if len(lines) != 5 {
			return nil, bad
		}
		before, minus := strings.CutPrefix(lines[2], "- ")
		after, plus := strings.CutPrefix(lines[3], "+ ")
		pkg, test, found := strings.Cut(lines[4], " ")
		if !minus || !plus || !found {
			return nil, bad
		}
		all = append(all, mechanism{lines[0], lines[1], before, after, pkg, test})
	}
	return all, nil
}

// try runs the test over the changed file. It has to fail by itself, not to build, time
// out or be missing.
func try(ctx context.Context, m mechanism, dir string) error {
	overlay, err := m.overlay(dir)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-vet=off", "-ldflags=-s -w", "-count=1", "-timeout=3m", "-overlay", overlay, "-run", "^"+m.test+"$", "./"+m.pkg)
	cmd.Env = append(os.Environ(), "RAPID_NOFAILFILE=true") // it would stay in the tree
	out, err := cmd.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil:
		return fmt.Errorf("%s passes without it", m.test)
	case !strings.Contains(string(out), "--- FAIL: "+m.test):
		return fmt.Errorf("%s did not come to an end: %w\n%s", m.test, err, out)
	}
	return nil
}

// overlay writes the changed file and what tells the compiler of it.
func (m mechanism) overlay(dir string) (string, error) {
	source, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(source), m.before); n != 1 {
		return "", fmt.Errorf("%s has the line %d times: bring .ci/mechanisms up to date: %s", m.file, n, m.before)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	changed := filepath.Join(dir, filepath.Base(m.file))
	if err := os.WriteFile(changed, []byte(strings.Replace(string(source), m.before, m.after, 1)), 0o600); err != nil {
		return "", err
	}
	file, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, data, 0o600)
}
