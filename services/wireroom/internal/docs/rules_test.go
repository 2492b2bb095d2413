package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../../.."

// TestPagesNameTestsThatExist: a rule or a claim names the test that fails without it.
func TestPagesNameTestsThatExist(t *testing.T) {
	t.Parallel()
	all := testFiles(t)
	for _, name := range []string{"rules.md", "architecture.md", "security.md"} {
		page := readPage(t, name)
		names := regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`).FindAllString(page, -1)
		require.NotEmpty(t, names, name)
		for _, test := range names {
			require.True(t, strings.Contains(all, "func "+test+"("), "docs/%s names %s", name, test)
		}
		for _, m := range regexp.MustCompile(`TestDecide \("([^"]+)"\)`).FindAllStringSubmatch(page, -1) {
			require.True(t, strings.Contains(all, `"`+m[1]+`":`), "docs/%s names the case %s", name, m[1])
		}
	}
}

// TestEachClaimOfTheArchitectureNamesItsTest: each numbered claim, and each verdict.
func TestEachClaimOfTheArchitectureNamesItsTest(t *testing.T) {
	t.Parallel()
	page := readPage(t, "architecture.md")
	claims := regexp.MustCompile(`(?m)^\d+\. .*(?:\n   .*)*`).FindAllString(page, -1)
	_, verdicts, found := strings.Cut(page, "| verdict |")
	require.True(t, found)
	verdicts, _, _ = strings.Cut(verdicts, "\n\n")
	claims = append(claims, strings.Split(verdicts, "\n")[2:]...)
	require.GreaterOrEqual(t, len(claims), 9)
	for _, claim := range claims {
		require.Regexp(t, `\bTest[A-Z]\w+`, claim)
	}
}

// TestEachThreatNamesItsTestOrSaysThatThereIsNone: each row of the tables.
func TestEachThreatNamesItsTestOrSaysThatThereIsNone(t *testing.T) {
	t.Parallel()
	rows := 0
	for line := range strings.Lines(readPage(t, "security.md")) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| threat |") {
			continue
		}
		rows++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		require.Len(t, cells, 3, line)
		require.Regexp(t, `\b(Test|Fuzz)[A-Z]\w+|not tested`, cells[2])
	}
	require.Greater(t, rows, 30)
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "docs", name))
	require.NoError(t, err)
	return string(page)
}

// testFiles is the text of all tests.
func testFiles(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, dir := range []string{"pkg", "services"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, dir), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			all.Write(text)
			return err
		}))
	}
	return all.String()
}
