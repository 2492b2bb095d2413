package plaintext

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestLabelledLines(t *testing.T) {
	t.Parallel()
	a := parse(t, "URGENT\n\nSlug: pier-fire\nHeadline: Fire on the pier put out\nByline: By Ida Brack\nDateline: SALTMOOR, July 7\nKeywords: fire, pier\nCategory: disasters\nEmbargo: none\n\nA fire on the pier was put out on Monday.\n\nNobody was hurt.")
	it := a.Item
	require.Equal(t, "Fire on the pier put out", it.Headlines[0].Value)
	require.Len(t, it.Headlines, 1)
	require.Equal(t, []string{"pier-fire", "Ida Brack", "SALTMOOR, July 7"}, []string{it.Slugline, it.By, a.DateLine})
	require.EqualValues(t, 3, it.Urgency)
	require.Len(t, it.Subjects, 3)
	require.Empty(t, it.PubStatus)
	require.Equal(t, "<p>A fire on the pier was put out on Monday.</p>\n<p>Nobody was hurt.</p>", it.Bodies[0].Value)

	a = parse(t, "SLUG - pier-fire\nBY: IBR\n\nFire put out\n\nA fire was put out.")
	require.Equal(t, "Fire put out", a.Item.Headlines[0].Value)
	require.Empty(t, a.Item.By, "a code is no name")
	require.Equal(t, "pier-fire", a.Item.Slugline)

	a = parse(t, "Title: Fire\nText: A fire was put out.\n\nNobody was hurt.")
	require.Equal(t, "Fire", a.Item.Headlines[0].Value)
	require.Contains(t, a.Item.Bodies[0].Value, "A fire was put out.")
}

func TestALabelThatMayBeginAHeadlineIsNone(t *testing.T) {
	t.Parallel()
	for _, headline := range []string{"Source: minister to resign", "Time: the next frontier", "URGENTLY needed: nurses", "Note: this is odd"} {
		a := parse(t, headline+"\n\nThe story follows here in a sentence.")
		require.Equal(t, headline, a.Item.Headlines[0].Value)
	}
}

func TestAnEmbargoThatCantBeReadWithholds(t *testing.T) {
	t.Parallel()
	const story = "Wenlow Ferries bought a second boat on Monday."
	for _, text := range []string{
		"EMBARGOED until the end of the speech\n\nSecond boat\n\n" + story,
		"EMBARGOED until the end of the speech\n\n" + story,
		"*** EMBARGO ***\n\nSecond boat\n\n" + story,
		"Headline: Second boat\nEmbargo: when he has spoken\n\n" + story,
		"Second boat\n\nStrictly embargoed until he has spoken\n\n" + story,
	} {
		require.Equal(t, ninjs.Withheld, parse(t, text).Item.PubStatus, text)
	}
	a := parse(t, "Headline: Second boat\nEmbargo: 2030-01-02T10:00:00Z\n\n"+story)
	require.Equal(t, "2030-01-02T10:00:00Z", a.Item.EmbargoedUntil.UTC().Format(time.RFC3339))
	require.Empty(t, parse(t, "Embargo to be lifted\n\n"+story).Item.PubStatus)
}

func TestALineThatSaysHowUrgentItIs(t *testing.T) {
	t.Parallel()
	for text, urgency := range map[string]int{
		"FLASH\nFerry aground, forty on board":        1,
		"***BREAKING***\n\nFerry aground\n\nIt was.":  2,
		"NEWSFLASH\n\nFerry aground\n\nText of it.":   1,
		"+++ EILMELDUNG +++\nFerry aground\n\nIt was": 2,
	} {
		a := parse(t, text)
		require.Contains(t, a.Item.Headlines[0].Value, "Ferry aground", text)
		require.EqualValues(t, urgency, a.Item.Urgency, text)
	}
}

func TestALabelThatNobodyKnowsIsForEditors(t *testing.T) {
	t.Parallel()
	a := parse(t, "Slug: FERRY\nHeadline: Ferry aground\nWord count: 120\nWire desk: Saltmoor\n\nSaltmoor: the ferry ran aground.")
	require.Equal(t, "<p>Saltmoor: the ferry ran aground.</p>", a.Item.Bodies[0].Value)
	require.Contains(t, a.Item.EdNote, "Word count: 120\nWire desk: Saltmoor")
	a = parse(t, "Headline: Ferry aground\nSaltmoor: the ferry ran aground off the pier.")
	require.Contains(t, a.Item.Bodies[0].Value, "Saltmoor: the ferry", "a sentence")
}
