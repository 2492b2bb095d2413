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

// TestTheRulesPageNamesTestsThatExist: a rule without its test is a claim.
func TestTheRulesPageNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	const root = "../../../.."
	page, err := os.ReadFile(filepath.Join(root, "docs", "rules.md"))
	require.NoError(t, err)
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
	names := regexp.MustCompile(`\bTest[A-Z]\w+`).FindAllString(string(page), -1)
	require.NotEmpty(t, names)
	for _, name := range names {
		require.True(t, strings.Contains(all.String(), "func "+name+"("), "docs/rules.md names %s", name)
	}
	for _, m := range regexp.MustCompile(`TestDecide \("([^"]+)"\)`).FindAllStringSubmatch(string(page), -1) {
		require.True(t, strings.Contains(all.String(), `"`+m[1]+`":`), "docs/rules.md names the case %s", m[1])
	}
}
