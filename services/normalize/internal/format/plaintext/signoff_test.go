package plaintext

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const signedStory = "Ferry runs aground off Salzmoor\n\nA ferry ran aground off the harbour on Monday, and nobody was hurt.\n\nTugs will try to pull it free at high tide on Tuesday."

func TestSignOffsLeaveTheText(t *testing.T) {
	t.Parallel()
	want := parsedOn5March(t, signedStory).Item.Bodies[0].Value
	for _, signOff := range []string{
		"\n\nib/jq", "\n\nbur-ib/jq/am", "\nib-jq/am", "\n\ndpa ib yyzz n1 jq", "\ndpa/lno ib jq", "\n\n(Schluss) ibr/jqu", " (Schluss) ibr", "\n\n(ANSA).", " (ANSA).", " (ANSA). XAB-CD/EF", "\n\nXAB-CD", "\n\nEFE",
		" EFE ib/jq", "\n\nEFE\n\nib/jq", "\n\n(EFE)", "\n\n==Kyodo", " ==Kyodo", "\n\n-0-", " -0-", " Enditem", "\n\nEnditem", "\n\nPTI ABC DEF", " PTI ABC RT\nRT", "\n\n(ANI)", " (ANI)", "\n\n--IANS\nabc/def", " --IANS abc/def", "\n\n-IANS",
		"\n\nUPI", "\n\nAAP ib/jq", "\n\nends", "\n\nEnds\n\nib/jq", "\n\nIBR // JQU\nLusa/Fim", "\n\n/ritzau/", " /ritzau/", "\n\n(Reuters)", "\n\n（完）", "\n\nida.brack@agency.example\n(END)",
	} {
		assert.Equal(t, want, parsedOn5March(t, signedStory+signOff).Item.Bodies[0].Value, "%q", signOff)
	}
	require.Contains(t, parsedOn5March(t, signedStory+"\n\nib/jq").Item.AltIDs[0].Value, "ib/jq")
}

func TestWhatOnlyLooksLikeASignOffStays(t *testing.T) {
	t.Parallel()
	for _, end := range []string{
		"\n\nResults:\nITA-FRA\nESP-GER", "\n\nThe vote was\nyes/no", "\n\n(Applause)", "\n\nHe said so to the AFP.", "\n\nThe editor of PTI was there, said ABC DEF", " It was the first and/or last of them.", "\n\nPTI said no.", "\n\nRead/write access was lost.",
	} {
		a := parsedOn5March(t, signedStory+end)
		last := []rune(end)
		assert.Contains(t, a.Item.Bodies[0].Value, string(last[len(last)-3:]), "%q", end)
		assert.Empty(t, a.Item.AltIDs, "%q", end)
	}
	a := parsedOn5March(t, "Ferry aground\n\nib/jq")
	require.NotEmpty(t, a.Item.Bodies, "a sign-off alone is the text there is")
}

func idOf(t *testing.T, text string) string {
	t.Helper()
	a := parsedOn5March(t, text)
	require.Empty(t, a.Targets)
	return a.ID
}

func TestAKillBySlugHitsTheStoryItNames(t *testing.T) {
	t.Parallel()
	const story = "\n\nPier burns in Salzmoor\n\nThe old pier of Salzmoor burnt down on Thursday night."
	kill := parsedOn5March(t, "KILL\nSlug: Pier-Fire\n\nThe report is wrong.").Targets
	for _, head := range []string{"Slug: Pier-Fire", "SLUG: pier fire\nByline: Ida Brack", "Keyword: Pier-Fire\nHeadline: Pier burns", "Stichwort: Pier-Fire", "BC-Pier-Fire", "AM-Pier-Fire, 1st Ld", "Slug: Pier-Fire\nDate: 4 March 2026"} {
		assert.Contains(t, kill, idOf(t, head+story), head)
	}
	assert.Contains(t, kill, idOf(t, "ZCZC\n\n#Pier-Fire\n\n$Pier burns in Salzmoor\n\nThe old pier of Salzmoor burnt down on Thursday night.\n\nNNNN"))
	for _, head := range []string{"Slug: Pier-Fire-Trial", "Slug: Pier", "Keywords: pier, fire", "Slug: Pier-Fire, 1st Add", "Slug: Pier-Fire\nDate: 2 March 2026", "Slug: Pier-Fire\nID: 4410", "Category: Pier-Fire\nHeadline: Pier burns"} {
		assert.NotContains(t, kill, idOf(t, head+story), head)
	}
}

func TestASlugThatManyStoriesHaveNamesNone(t *testing.T) {
	t.Parallel()
	require.Empty(t, idOf(t, "Slug: Sport\n\nHome team wins\n\nThe home team won on Thursday night."))
	require.Empty(t, parsedOn5March(t, "KILL\nSlug: Sport\n\nThe report is wrong.").Targets)
}

func TestASlugLineAboveTheHeadline(t *testing.T) {
	t.Parallel()
	for text, slug := range map[string]string{
		"BC-Pier-Fire\n\nPier burns in Salzmoor\n\nThe old pier burnt down.":                 "BC-Pier-Fire",
		"1 POLICE Pier\n\nPier burns in Salzmoor\n\nThe old pier burnt down.":                "POLICE Pier",
		"1 POLICE Pier\npage 1: 10:20\n\nPier burns in Salzmoor\n\nThe old pier burnt down.": "POLICE Pier",
		"2 DEAD After Fire\n\nThe old pier of Salzmoor burnt down on Thursday night.":        "",
	} {
		a := parsedOn5March(t, text)
		assert.Equal(t, slug, a.Item.Slugline, text)
		if slug != "" {
			assert.Equal(t, "Pier burns in Salzmoor", a.Item.Headlines[0].Value, text)
		}
	}
}
