package plaintext

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

const story = "The port closed on Friday after a storm.\n\nShips wait outside the bay."

var (
	storyHTML = "<p>The port closed on Friday after a storm.</p>\n<p>Ships wait outside the bay.</p>"
	arrival   = time.Date(2024, 5, 3, 10, 0, 0, 0, time.UTC)
)

func TestAroundAStory(t *testing.T) {
	t.Parallel()
	six := time.Date(2024, 5, 4, 6, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, text, headline, sub, by, note, body string
		until                                     time.Time
		withheld                                  bool
	}{
		{name: "bare", text: "Port closes\n\n" + story},
		{name: "embargo", text: "EMBARGOED until 0600 GMT May 4\n\nPort closes\n\n" + story, note: "EMBARGOED until 0600 GMT May 4", until: six},
		{name: "embargo below the headline", text: "Port closes\n\nSperrfrist: 4. Mai, 8.00 Uhr MESZ\n\n" + story, note: "Sperrfrist: 4. Mai, 8.00 Uhr MESZ", until: six},
		{name: "embargo in a note", text: "Eds: Embargoed until 0600 GMT May 4\n\nPort closes\n\n" + story, note: "Embargoed until 0600 GMT May 4", until: six},
		{name: "embargo without a time", text: "HOLD FOR RELEASE\n\nPort closes\n\n" + story, note: "HOLD FOR RELEASE", withheld: true},
		{name: "immediate", text: "FOR IMMEDIATE RELEASE\n\nPort closes\n\n" + story, note: "FOR IMMEDIATE RELEASE"},
		{name: "press release", text: "Press release\nFor immediate release\n\nPort closes\n\n" + story, note: "Press release\nFor immediate release"},
		{name: "note above", text: "Note to editors: replaces the 9:00 story.\n\nPort closes\n\n" + story, note: "replaces the 9:00 story."},
		{name: "deck right below", text: "Port closes\nShips wait in the bay\n\n" + story, sub: "Ships wait in the bay"},
		{name: "deck before the by-line", text: "Port closes\n\nShips wait in the bay\n\nBy Ada Quay\n\n" + story, sub: "Ships wait in the bay", by: "Ada Quay"},
		{name: "title of the writer", text: "Port closes\n\nBy Ada Quay\nMaritime correspondent\n\n" + story, by: "Ada Quay, Maritime correspondent"},
		{name: "by-line above the headline", text: "By Ada Quay\n\nPort closes\n\n" + story, by: "Ada Quay"},
		{name: "by-line at the end stays in the text", text: "Port closes\n\nIt is shut\n\nBy Ada Quay", body: "<p>It is shut</p>\n<p>By Ada Quay</p>", by: "Ada Quay"},
		{name: "shouting on", text: "PORT CLOSES AS STORM\nREACHES THE COAST\n\n" + story, headline: "PORT CLOSES AS STORM REACHES THE COAST"},
		{name: "shouting headline, quiet deck", text: "PORT CLOSES\nShips wait in the bay\n\n" + story, headline: "PORT CLOSES", sub: "Ships wait in the bay"},
		{name: "end mark", text: "Port closes\n\n" + story + "\n\n-30-\n"},
		{name: "ends", text: "Port closes\n\n" + story + "\n\nENDS\n"},
		{name: "hashes", text: "Port closes\n\n" + story + "\n\n###\n"},
		{
			name: "notes below", text: "Port closes\n\n" + story + "\n\n-ENDS-\n\nNotes to editors:\nFjord Ports runs 14 harbours.\nContact: press@fjord.example\n",
			note: "Fjord Ports runs 14 harbours.\nContact: press@fjord.example",
		},
		{
			name: "all of it, in order", text: "EMBARGOED until 0600 GMT May 4\n\nPort closes\n\nEds: pictures follow\n\n" + story + "\n\nends\n\nA map comes later.",
			note: "EMBARGOED until 0600 GMT May 4\npictures follow\nA map comes later.", until: six,
		},

		// what only looks like it
		{name: "embargo is the topic", text: "Embargo against Freedonia lifted\n\n" + story, headline: "Embargo against Freedonia lifted"},
		{name: "brackets", text: "Port closes\n\n(A first report said it was open.)\n\n" + story, body: "<p>(A first report said it was open.)</p>\n" + storyHTML},
		{name: "sign-off", text: "Port closes\n\n" + story + "\n\n(Reporting by Ada Quay)", body: storyHTML + "\n<p>(Reporting by Ada Quay)</p>"},
		{name: "a list", text: "Port closes\n\nVoted for it:\n- the mayor\n- Mole, after some\nthought\n- Quay\n\n1. Oslo\n2. Bergen", body: "<p>Voted for it:</p>\n<p>- the mayor</p>\n<p>- Mole, after some thought</p>\n<p>- Quay</p>\n<p>1. Oslo</p>\n<p>2. Bergen</p>"},
		{name: "a dash within a sentence", text: "Port closes\n\nThe mayor spoke of wind\n- a gale, he said - on the\n3. of May.", body: "<p>The mayor spoke of wind - a gale, he said - on the 3. of May.</p>"},
		{name: "an end that is none", text: "Port closes\n\nThe strike is at its\nend\nin sight of all, and more than twelve words follow it here.", body: "<p>The strike is at its end in sight of all, and more than twelve words follow it here.</p>"},
		{name: "thirty as a figure", text: "Port closes\n\nShips outside:\n30\n\n" + story, body: "<p>Ships outside: 30</p>\n" + storyHTML},
		{name: "thirty at the end of a table", text: "Ships\n\nMonday      12\nTuesday     14\n30", headline: "Ships", body: "<pre>Monday      12\nTuesday     14\n30</pre>"},
		{name: "a first sentence that is short", text: "Port closes\n\nIt is shut.\n\n" + story, body: "<p>It is shut.</p>\n" + storyHTML},
		{name: "press release in a headline", text: "Press release leaked\n\n" + story, headline: "Press release leaked"},
		{name: "a label alone", text: "Press release", headline: "Press release", body: "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			articles, err := Parse(format.Input{Data: []byte(c.text), Received: arrival})
			require.NoError(t, err)
			it := articles[0].Item
			heads := []ninjs.Text{{Value: orElse(c.headline, "Port closes")}}
			if c.sub != "" {
				heads = append(heads, ninjs.Text{Role: "sub", Value: c.sub})
			}
			require.Equal(t, heads, it.Headlines)
			require.Equal(t, c.by, it.By)
			require.Equal(t, c.note, it.EdNote)
			require.True(t, it.EmbargoedUntil.Equal(c.until), it.EmbargoedUntil)
			require.Equal(t, c.withheld, it.PubStatus == ninjs.Withheld)
			if c.body == "-" {
				require.Empty(t, it.Bodies)
				return
			}
			require.Equal(t, orElse(c.body, storyHTML), it.Bodies[0].Value)
		})
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// What was read is read again as the same: nothing is taken out twice.
func TestAgain(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Port closes\n\n" + story, "Port closes\nShips wait in the bay\n\n" + story, "Port closes\n\nVoted:\n- Mole\n- Quay", "The Tide\n\nThe tide comes in,\nthe tide goes out,\n  and nobody hears\n\n(from a book)",
	} {
		first := parse(t, text)
		var again strings.Builder
		for _, h := range first.Item.Headlines {
			again.WriteString(h.Value + "\n")
		}
		again.WriteString("\n" + strings.NewReplacer("<p>", "", "</p>", "\n").Replace(first.Item.Bodies[0].Value))
		second := parse(t, again.String())
		require.Equal(t, first.Item.Headlines, second.Item.Headlines)
		require.Equal(t, first.Item.Bodies, second.Item.Bodies)
	}
}

// Every field that the page names is one that these tests fill.
func TestPageOfTheFormat(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../../../docs/formats/plain-text.md")
	require.NoError(t, err)
	_, table, ok := strings.Cut(string(page), "| plain text | ninjs 3.1 |\n|---|---|\n")
	require.True(t, ok)
	table, _, _ = strings.Cut(table, "\n\n")
	articles, err := Parse(format.Input{Data: []byte("EMBARGOED until 0600 GMT May 4\n\nPort closes\nShips wait\n\nBy Ada Quay\n\n0\n12\n\nThe quay\n\nOSLO (Fjord) - " + long), Received: arrival})
	require.NoError(t, err)
	a := articles[0]
	it := a.Item
	filled := map[string]bool{
		"headlines": len(it.Headlines) == 2, "by": it.By != "", "edNote": it.EdNote != "", "embargoedUntil": !it.EmbargoedUntil.IsZero(), "descriptions": len(it.Descriptions) == 1,
		"bodies": len(it.Bodies) == 1, "located": a.DateLine != "", "Wireroom-Source-Views": a.SourceViews != nil, "Wireroom-Source-Comments": a.SourceComments != nil,
	}
	labelled := parse(t, "URGENT\nSlug: fire\n\nFire put out\n\nA fire was put out.").Item
	filled["urgency"], filled["slugline"] = labelled.Urgency == 3, labelled.Slugline == "fire"
	filled["pubStatus"] = parse(t, "KILL\nSlug: fire\n\nThe report is wrong.").Item.PubStatus == ninjs.Canceled
	filled["altIds"] = len(parse(t, "Fire put out\n\nA fire was put out on Monday.\n\nib/jq").Item.AltIDs) == 1
	rows := 0
	for row := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(strings.Trim(row, "|"), "|")
		require.Len(t, cells, 2, row)
		name := regexp.MustCompile("`([A-Za-z-]+)`").FindStringSubmatch(cells[1])
		require.NotNil(t, name, row)
		require.True(t, filled[name[1]], row)
		rows++
	}
	require.Greater(t, rows, 9)
}
