package plaintext

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func parsedOn5March(t *testing.T, text string) format.Article {
	t.Helper()
	in := format.Input{Data: []byte(text), Zone: time.UTC, Received: time.Date(2026, 3, 5, 1, 0, 0, 0, time.UTC)}
	articles, err := Parse(in)
	require.NoError(t, err)
	require.Len(t, articles, 1)
	return articles[0]
}

func TestAKillIsNoStory(t *testing.T) {
	t.Parallel()
	bySlug := []string{"pier-fire.2026-03-05", "pier-fire.2026-03-04"}
	for text, targets := range map[string][]string{
		"KILL\nSlug: Pier-Fire\n\nThe report is wrong.":                                 bySlug,
		"URGENT\nSlug: Pier-Fire\n\nKILL KILL KILL\n\nThe report is wrong. Do not use.": bySlug,
		"Slug: Pier-Fire\n*** KILL ***\nEditors: the report is withdrawn.":              bySlug,
		"KILL: Pier-Fire\n\nThe report is wrong.":                                       bySlug,
		"BC-Pier-Fire KILL\n\nThe report is wrong.":                                     bySlug,
		"ZURÜCKGEZOGEN\nStichwort: Pier-Fire\n\nDie Meldung ist falsch.":                bySlug,
		"To editors\n\nPlease kill the story slugged Pier-Fire.":                        bySlug,
		"KILL\n\nThe report of this morning is wrong.":                                  nil,
	} {
		a := parsedOn5March(t, text)
		require.Equal(t, contract.Kill, a.Signal, text)
		require.Equal(t, ninjs.Canceled, a.Item.PubStatus, text)
		require.Equal(t, targets, a.Targets, text)
	}
}

func TestAKillWithAnIDHitsIt(t *testing.T) {
	t.Parallel()
	a := parsedOn5March(t, "KILL\nID: 4410\nSlug: Pier-Fire\n\nThe report is wrong.")
	require.Equal(t, ninjs.Canceled, a.Item.PubStatus)
	require.Equal(t, "4410", a.ID)
	require.Empty(t, a.Targets)
}

func TestAHoldWithholds(t *testing.T) {
	t.Parallel()
	a := parsedOn5March(t, "HOLD\nSlug: Pier-Fire\n\nThe report is being checked.")
	require.Equal(t, ninjs.Withheld, a.Item.PubStatus)
	require.Empty(t, a.Signal)
}

func TestNewsOfKillingIsAStory(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Sharks kill two\n\nTwo swimmers were killed off the pier on Monday.",
		"SHARKS KILL TWO\n\nTwo swimmers were killed off the pier on Monday.",
		"Kill\n\nThe film of that name opens on Friday.",
		"Kill: the film opens\n\nIt is shown from Friday on.",
		"Bill withdrawn\n\nThe minister has withdrawn the bill.",
		"Slug: Shark-Kill\nHeadline: Sharks kill two\n\nTwo swimmers were killed.",
		"Great White Shark KILL\n\nTwo swimmers were killed off the pier on Monday.",
		"KILL BILL\n\nThe film of that name is shown again on Friday.",
	} {
		a := parsedOn5March(t, text)
		require.Empty(t, a.Item.PubStatus, text)
		require.Empty(t, a.Signal, text)
	}
}
