package worddiff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/publish/internal/page/worddiff"
)

func marked(pieces []worddiff.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Op {
		case worddiff.Added:
			b.WriteString("{+" + p.Text + "}")
		case worddiff.Removed:
			b.WriteString("{-" + p.Text + "}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWhatChangedIsMarked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ older, newer, want string }{
		{"", "", ""},
		{"a", "a", "a"},
		{"", "a b", "{+a b}"},
		{"a b", "", "{-a b}"},
		{"three died in the fire", "four died in the fire", "{-three }{+four }died in the fire"},
		{"the ferry sank on Monday", "the ferry sank late on Monday", "the ferry sank {+late }on Monday"},
		{"one two three four", "one three four five", "one {-two }three {-four}{+four five}"},
	} {
		require.Equal(t, c.want, marked(worddiff.Words(c.older, c.newer)), "%q to %q", c.older, c.newer)
	}
}

func TestThePiecesMakeBothTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-c]{1,2}[ \n]{1,2}){0,30}[a-c]?`)
		older, newer := text.Draw(t, "older"), text.Draw(t, "newer")
		var a, b strings.Builder
		for _, p := range worddiff.Words(older, newer) {
			if p.Op != worddiff.Added {
				a.WriteString(p.Text)
			}
			if p.Op != worddiff.Removed {
				b.WriteString(p.Text)
			}
		}
		if a.String() != older || b.String() != newer {
			t.Fatalf("%q to %q came out as %q to %q", older, newer, a.String(), b.String())
		}
	})
}

func TestTextsWithoutAWordInCommonAreBounded(t *testing.T) {
	t.Parallel()
	older, newer := strings.Repeat("a ", 50_000), strings.Repeat("b ", 50_000)
	pieces := worddiff.Words(older, newer)
	require.Equal(t, []worddiff.Piece{{Op: worddiff.Removed, Text: older}, {Op: worddiff.Added, Text: newer}}, pieces)
}
