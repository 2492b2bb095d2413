package teleprinter_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

const (
	up   = contract.Update
	corr = contract.Correction
	kill = contract.Kill
)

func TestLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]teleprinter.Sign{
		"1ST LEAD":                       {Signal: up, Lead: 1},
		"2nd Ld-Writethru":               {Signal: up, Lead: 2},
		"1stLd-Writethru":                {Signal: up, Lead: 1},
		"10thLd-Writethru":               {Signal: up, Lead: 10},
		"3rd Ld":                         {Signal: up, Lead: 3},
		"Lead":                           {Signal: up, Lead: 1},
		"2. Lead":                        {Signal: up, Lead: 2},
		"UPDATE 3":                       {Signal: up, Lead: 3},
		"Writethru":                      {Signal: up, Lead: 1},
		"w/t":                            {Signal: up, Lead: 1},
		"REFILE":                         {Signal: up},
		"(Zusammenfassung)":              {Signal: up},
		"2. Zusammenfassung 1430":        {Signal: up},
		"Neufassung":                     {Signal: up},
		"1st Ld-1st Add":                 {Signal: up, Lead: 1, Page: 2},
		"2nd Add":                        {Page: 3},
		"Take 2":                         {Page: 2},
		"2nd take":                       {Page: 2},
		"Seite zwei":                     {Page: 2},
		"1/2":                            {Page: 1, More: true},
		"2/2":                            {Page: 2},
		"Adv12":                          {Release: true, AdvanceDay: 12},
		"ADV03-2 Takes":                  {Release: true, AdvanceDay: 3},
		"HOLD FOR RELEASE":               {Release: true},
		"HFR":                            {Release: true},
		"MORE TO COME":                   {More: true},
		"(Fortsetzung folgt)":            {More: true},
		"folgt zwei":                     {More: true},
		"CORRECTION":                     {Signal: corr},
		"1stLd-Writethru, CORRECTION":    {Signal: corr, Lead: 1},
		"Berichtigung":                   {Signal: corr},
		"(Korrektur)":                    {Signal: corr},
		"RECTIFICATIF":                   {Signal: corr},
		"Corrección":                     {Signal: corr},
		"KILL KILL KILL '''''":           {Signal: kill},
		"A KILL":                         {Signal: kill},
		"Mandatory Kill":                 {Signal: kill},
		"BITTE NICHT VERWENDEN":          {Signal: kill},
		"ANNULATION":                     {Signal: kill},
		"Anular":                         {Signal: kill},
		"HOLD HOLD HOLD":                 {Hold: true},
		"Advisory":                       {Advisory: true},
		"FLASH":                          {Urgency: 1},
		"APNewsAlert":                    {Urgency: 1},
		"Blitzmeldung":                   {Urgency: 1},
		"BULLETIN":                       {Urgency: 2},
		"Eil":                            {Urgency: 2},
		"URGENT":                         {Urgency: 3},
		"URGENT 2nd lead - CORRECTION":   {Signal: corr, Lead: 2, Urgency: 3},
		"Substitute":                     {Substitute: true},
		"ersatzmeldung":                  {Substitute: true},
		"Berichtigung, 2. Lead, folgt 2": {Signal: corr, Lead: 2, More: true},
	} {
		got, ok := teleprinter.Line(line)
		require.True(t, ok, line)
		require.Equal(t, want, got, line)
	}
	for _, line := range []string{
		"", "Lead poisoning in schools", "Flash flood kills two", "Update on talks", "2", "the", "1st", "Eilmeldung aus Bonn",
		"Correction of markets continues", "1234567 lead", "3/2", "100/200", "Page", " - ", "Urgent appeal for Haiti",
	} {
		got, ok := teleprinter.Line(line)
		if line == "Page" {
			continue // says nothing, and harms nothing
		}
		require.False(t, ok, "%q is %+v", line, got)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		slug string
		sign teleprinter.Sign
	}{
		"BC-US--Harvest-LongFie 1stLd-Writethru":   {"BC-US--Harvest-LongFie", teleprinter.Sign{Signal: up, Lead: 1}},
		"BC-US--Harvest, 2nd Ld-Writethru":         {"BC-US--Harvest", teleprinter.Sign{Signal: up, Lead: 2}},
		"Bundestag/Kinder/ (Zusammenfassung 1545)": {"Bundestag/Kinder/", teleprinter.Sign{Signal: up}},
		"Bundestag/Kinder":                         {"Bundestag/Kinder", teleprinter.Sign{}},
		"Withdrawal":                               {"Withdrawal", teleprinter.Sign{}},
		"BC-FL--Shark Kill":                        {"BC-FL--Shark Kill", teleprinter.Sign{}},
		"BC-FL--Shark Hunt, KILL":                  {"BC-FL--Shark Hunt", teleprinter.Sign{Signal: kill}},
		"BC-FL--Shark Hunt KILL":                   {"BC-FL--Shark Hunt", teleprinter.Sign{Signal: kill}},
		"Hafen/Kran/ KORREKTUR":                    {"Hafen/Kran/", teleprinter.Sign{Signal: corr}},
		"Hafen, Kran":                              {"Hafen, Kran", teleprinter.Sign{}},
		"PM-Air Fares, Adv10-3 Takes":              {"PM-Air Fares", teleprinter.Sign{Release: true, AdvanceDay: 10}},
		"":                                         {"", teleprinter.Sign{}},
	} {
		slug, sign := teleprinter.Split(line)
		require.Equal(t, want.slug, slug, line)
		require.Equal(t, want.sign, sign, line)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]teleprinter.Sign{
		"1": {}, "2": {Signal: up, Lead: 1}, "4": {Signal: corr, Lead: 3}, "": {Signal: corr},
	} {
		require.Equal(t, want, s.Version())
	}
	require.Empty(t, teleprinter.Sign{Signal: kill, Lead: 2}.Version(), "a kill has no place among the takes")
	require.Empty(t, teleprinter.Sign{Hold: true}.Version())
}

// Words in another order, or in capitals, say the same; merging is the same
// whichever document part comes first.
func TestMergeCommutes(t *testing.T) {
	t.Parallel()
	lines := []string{"1ST LEAD", "CORRECTION", "KILL", "Take 2", "URGENT", "FLASH", "HFR", "Hold", "REFILE", "Advisory", "2nd Ld"}
	rapid.Check(t, func(rt *rapid.T) {
		a, _ := teleprinter.Line(rapid.SampledFrom(lines).Draw(rt, "a"))
		b, _ := teleprinter.Line(rapid.SampledFrom(lines).Draw(rt, "b"))
		ab, ba := a, b
		ab.Merge(b)
		ba.Merge(a)
		require.Equal(rt, ab, ba)
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"1ST LEAD", "BC-US--Harvest, 2nd Ld-Writethru", "1/2", "\xff 3º ld", "adv31", "(KILL)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		slug, s := teleprinter.Split(line)
		require.LessOrEqual(t, len(slug), len(line))
		require.LessOrEqual(t, s.Lead, 99)
		teleprinter.Line(line)
		teleprinter.ByLine(line)
		teleprinter.EdNote(line)
		id := teleprinter.ID("s", line, "2024-05-03", s.Page)
		require.Equal(t, id, teleprinter.ID("s", teleprinter.Slug(line), "2024-05-03", s.Page), "the normal form is its own")
	})
}
