package tidy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestWhoWroteTheText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"(Adds quotes)\nBy Ida Brack\nSALTMOOR, July 7 (SPA) - The ferry.": "Ida Brack",
		"By Ida Brack and Tom Well\nThe ferry.":                            "Ida Brack and Tom Well",
		"Von Ida Brack\n\nDie Fähre.":                                      "Ida Brack",
		"BY IDA BRACK\nThe ferry.":                                         "IDA BRACK",
		"By Monday the ferry was afloat.\nMore.":                           "",
		"By Monday\nThe ferry.":                                            "",
		"Von Bonn nach Berlin\nEin Zug.":                                   "",
		"By Ida Brack":                                                     "",
	} {
		it := ninjs.Item{Bodies: []ninjs.Body{{ContentType: "text/plain", Value: text}}}
		written(&it)
		require.Equal(t, want, it.By, text)
	}
	it := ninjs.Item{By: "Tom", Bodies: []ninjs.Body{{ContentType: "text/plain", Value: "By Ida Brack\nThe ferry."}}}
	written(&it)
	require.Equal(t, "Tom", it.By)
}
