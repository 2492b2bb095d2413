package enrich_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich"
)

// harbour is a story of our own, about 3 kB long.
var harbour = []string{
	"SALTBURY, May 4 (Sample Wire) - The old harbour of Saltbury will be closed for three weeks from Monday while divers inspect its breakwater, the town council said on Tuesday. Fishermen asked who would pay for the days they lose.",
	"Dr. Nora Whitfield, who leads the port authority, told the council that two cracks in the breakwater had grown by four centimetres since a storm in January. \"We can't wait for the next storm,\" she said.",
	"The harbour is home to 62 fishing boats and the ferry to Gull Island. During the inspection the ferry will leave from the northern quay, where a temporary ramp was finished last month after a dispute over its cost. Fishing boats may use the marina of Port Ellery, eleven miles to the south, free of charge.",
	"Tom Hargreave, the spokesman of the fishing cooperative, said that the closure came at the height of the mackerel season. Each boat would lose about 900 pounds a day, he said, and the cooperative would ask the town council for compensation. \"Nobody disputes that the breakwater has to be inspected,\" Hargreave said. \"But the mackerel don't wait.\"",
	"Whitfield answered that the port authority had no fund for compensation and that the council would have to ask the government. A decision is expected before the end of the month. The last inspection of the breakwater was eleven years ago, when divers found no damage.",
	"The breakwater was built in 1911 of granite blocks and was lengthened twice. In the storm of January waves of seven metres washed over it and flooded the fish market. Repairs at the fish market cost 240,000 pounds; the insurance paid less than half of it.",
	"If the divers find that the cracks reach the foundation, the harbour could stay closed until the autumn. Engineers of the university have drawn up a plan to fill the cracks with a cement that hardens under water. The plan would cost 1.8 million pounds, for which the port authority has applied to a European fund for coastal towns.",
	"Gull Island has 340 inhabitants, a school and a lighthouse. Its mayor, Edith Crane, said that the islanders could live with a ferry from the northern quay as long as the morning boat for pupils was kept. The ferry company promised to keep it. In rough seas, however, the ramp can't be used, and the ferry has been cancelled on 19 days of the past winter because of that.",
	"Environmental groups welcomed the inspection. Loose granite blocks had damaged eelgrass meadows in the bay, they said, and those were a nursery for young mackerel. The council will discuss the plan of the engineers at its meeting in June, to which the fishing cooperative and the port authority are both invited.",
}

func article(language string) (*ninjs.Item, *contract.Envelope) {
	plain := strings.Join(harbour, "\n\n")
	html := "<p>" + strings.Join(harbour, "</p>\n<p>") + "</p>"
	item := &ninjs.Item{
		URI: "https://sample.example/harbour", Type: ninjs.TypeText, Version: "2", PubStatus: ninjs.Usable, Urgency: 4,
		Language: language, Located: "Saltbury",
		Headlines: []ninjs.Text{{Value: "Saltbury closes old harbour as divers inspect breakwater"}},
		Bodies: []ninjs.Body{
			{ContentType: "application/xhtml+xml", Value: html},
			{ContentType: "text/plain", Value: plain, WordCount: len(strings.Fields(plain))},
		},
		Subjects: []ninjs.Subject{
			{Name: "fishing industry", URI: "http://cv.iptc.org/newscodes/subjectcode/04001003"},
			{Name: "Mackerel", Rel: "keyword"},
		},
	}
	env := &contract.Envelope{
		Provider: "sample", Delivery: "abc-1", Position: 1, Of: 1, Article: "abcdefghijklmnop", URI: string(item.URI),
		Lane: contract.Wire, Format: "ninjs", Urgency: 4, Received: time.Unix(1_700_000_000, 0).UTC(),
		Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}, Hash: "h",
	}
	return item, env
}

func rules(t testing.TB, s enrich.Settings) *enrich.Rules {
	t.Helper()
	r, err := enrich.NewRules(s, nil, time.Now)
	require.NoError(t, err)
	return r
}

// BenchmarkEnrich is all that is done to an article's data: read, enrich, write.
func BenchmarkEnrich(b *testing.B) {
	for _, language := range []string{"en", ""} {
		b.Run("named="+language, func(b *testing.B) {
			r := rules(b, enrich.Settings{})
			item, env := article(language)
			data, err := ninjs.Encode(item)
			require.NoError(b, err)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				decoded, err := ninjs.Decode(data)
				require.NoError(b, err)
				out, _, err := r.Enrich(b.Context(), decoded, env)
				require.NoError(b, err)
				_, err = ninjs.Amend(data, decoded, out)
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkRules is without reading and writing JSON.
func BenchmarkRules(b *testing.B) {
	r := rules(b, enrich.Settings{})
	item, env := article("en")
	b.ReportAllocs()
	for b.Loop() {
		_, _, err := r.Enrich(b.Context(), item, env)
		require.NoError(b, err)
	}
}
