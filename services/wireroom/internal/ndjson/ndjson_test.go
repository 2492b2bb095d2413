package ndjson

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func linesOf(t *testing.T, in io.Reader) (data, failed []string) {
	t.Helper()
	require.NoError(t, read(in, "x", func(l Line) error {
		if l.Err != nil {
			failed = append(failed, l.Place+": "+l.Err.Error())
		} else {
			data = append(data, l.Place+": "+string(l.Data))
		}
		return nil
	}))
	return data, failed
}

func TestLines(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                            nil,
		"\n\r\n \n":                   nil,
		"\ufeff{}\n{}":                {"x, line 1: {}", "x, line 2: {}"},
		"{\"a\":1}\r\n\r\n  {}\t\r\n": {"x, line 1: {\"a\":1}", "x, line 3: {}"},
	} {
		data, failed := linesOf(t, iotest.OneByteReader(strings.NewReader(in)))
		require.Equal(t, want, data, "%q", in)
		require.Empty(t, failed)
	}
}

func TestALineThatIsTooLongCostsNoOther(t *testing.T) {
	t.Parallel()
	data, failed := linesOf(t, strings.NewReader("{}\n"+strings.Repeat("x", contract.MaxArticle+1)+"\n{}\n"+strings.Repeat("x", contract.MaxArticle+1)))
	require.Equal(t, []string{"x, line 1: {}", "x, line 3: {}"}, data)
	require.Len(t, failed, 2)
	require.Contains(t, failed[0], "x, line 2: longer than ")
	require.Contains(t, failed[1], "x, line 4: longer than ")
}

func TestErrorsEndTheFile(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	nothing := func(Line) error { return nil }
	require.ErrorIs(t, read(io.MultiReader(strings.NewReader("{}\n"), iotest.ErrReader(broken)), "x", nothing), broken)
	require.ErrorIs(t, read(strings.NewReader("{}\n{}\n"), "x", func(Line) error { return broken }), broken)
}

func TestItem(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 8, 8, 0, 0, 0, time.UTC)
	for line, want := range map[string]string{
		`{"uri":"urn:a","headlines":[{"value":"Ferry"}]}`:                             "urn:a Ferry",
		`{"uri":"urn:a","headline":"Ferry","body_text":"It ran aground."}`:            "urn:a Ferry",
		`{"guid":"urn:a","headline":"Ferry","versioncreated":"2025-07-07T10:00:00Z"}`: "urn:a Ferry",
		`{"uri":"urn:a","pubStatus":"canceled"}`:                                      "urn:a ",
	} {
		item, err := Item([]byte(line), now)
		require.NoError(t, err, line)
		headline := ""
		if len(item.Headlines) > 0 {
			headline = item.Headlines[0].Value
		}
		require.Equal(t, want, string(item.URI)+" "+headline, line)
	}
	item, err := Item([]byte(`{"uri":"urn:a","headline":"Ferry","body_text":"It ran aground."}`), now)
	require.NoError(t, err)
	require.Contains(t, item.Bodies[0].Value, "It ran aground.")
	for _, line := range []string{`null`, `{}`, `[1]`, `"a"`, `{"a":`, `{"foo":"bar"}`, `{"uri":"no uri"}`} {
		_, err := Item([]byte(line), now)
		require.Error(t, err, line)
	}
}
