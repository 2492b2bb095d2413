package localtest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Corpus is the path of a file or folder of the corpus, given by its parts. The
// corpus is where WIREROOM_CORPUS says, else in shared/corpus beside the
// repository or beside a folder above it.
func Corpus(t testing.TB, elem ...string) string {
	t.Helper()
	root, err := corpusRoot()
	if err != nil {
		missing(t, "needs the corpus: %v", err)
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		missing(t, "needs %s of the corpus: %v", strings.Join(elem, "/"), err)
	}
	return path
}

func corpusRoot() (string, error) {
	if dir := os.Getenv("WIREROOM_CORPUS"); dir != "" {
		return dir, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	work, err := findAbove(dir, "go.work")
	if err != nil {
		return "", err
	}
	aboveRepo := filepath.Dir(filepath.Dir(work))
	return findAbove(aboveRepo, filepath.Join("shared", "corpus"))
}

// findAbove is the path of name in dir or in the nearest folder above that has it.
func findAbove(dir, name string) (string, error) {
	for {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no " + name + " in any folder above; WIREROOM_CORPUS may name it")
		}
		dir = parent
	}
}
