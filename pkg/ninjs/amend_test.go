package ninjs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// commonOnly empties what is not common in news.
func commonOnly(it ninjs.Item) ninjs.Item {
	it.RightsInfo, it.EventDetails, it.DigitalSourceType = nil, nil, nil
	it.People, it.Organisations, it.Places, it.Events, it.Objects = nil, nil, nil, nil, nil
	it.PlannedCoverage, it.Renditions, it.Associations, it.TrustIndicators = nil, nil, nil, nil
	return it
}

func TestAmendWritesWhatEncodeWrites(t *testing.T) {
	t.Parallel()
	gen := anyValid()
	rapid.Check(t, func(t *rapid.T) {
		from, more := gen.Draw(t, "item"), gen.Draw(t, "additions")
		if rapid.Bool().Draw(t, "common") {
			from = commonOnly(from)
		}
		data, err := ninjs.Encode(&from)
		require.NoError(t, err)
		item := from
		item.Language = rapid.SampledFrom([]string{from.Language, "de", "<\"\u2028", ""}).Draw(t, "language")
		item.Descriptions = append(item.Descriptions[:len(item.Descriptions):len(item.Descriptions)], more.Descriptions...)
		item.Subjects = append(item.Subjects[:len(item.Subjects):len(item.Subjects)], more.Subjects...)
		if rapid.Bool().Draw(t, "names") {
			item.People = append(item.People[:len(item.People):len(item.People)], more.People...)
			item.Organisations = append(item.Organisations[:len(item.Organisations):len(item.Organisations)], more.Organisations...)
			item.Places = append(item.Places[:len(item.Places):len(item.Places)], more.Places...)
		}
		want, err := ninjs.Encode(&item)
		require.NoError(t, err)
		got, err := ninjs.Amend(data, &from, &item)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}

func TestAmendRefusesWhatEncodeRefuses(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		`{}`, `{"uri":"no uri"}`, `{"uri":"urn:a","type":"story"}`, `{"uri":"urn:a","pubStatus":"killed"}`, `{"uri":"urn:a","urgency":12}`,
		`{"uri":"urn:a","representationType":"half"}`, `{"uri":"urn:a","standard":{"schema":"3.1"}}`, `{"uri":"urn:a","infoSources":[{"uri":"-"}]}`,
		`{"uri":"urn:a","subjects":[{"uri":"-"}]}`, `{"uri":"urn:a","subjects":[{"relevance":101}]}`, `{"uri":"urn:a","people":[{"uri":"-"}]}`,
		`{"uri":"urn:a","infoSources":[{"contactInfo":[{"name":"n"}]}]}`,
	} {
		item, err := ninjs.Decode([]byte(data))
		require.NoError(t, err)
		_, err = ninjs.Amend([]byte(data), item, item)
		require.Error(t, err, data)
	}
	over, item := 101, ninjs.Item{URI: "urn:a"}
	item.Subjects = []ninjs.Subject{{Relevance: &over}}
	_, err := ninjs.Amend([]byte(`{"uri":"urn:a"}`), &ninjs.Item{URI: "urn:a"}, &item)
	require.Error(t, err, "in what is added")
}

// FuzzAmend: what others wrote comes out as Encode has it or as it was, never broken.
func FuzzAmend(f *testing.F) {
	for _, data := range []string{
		`{"uri":"urn:a","urgency":4,"language":"en","bodies":[{"value":"a \"quoted\" \\\\"}],"subjects":[{"name":"x"}]}`,
		`{"language":"en","uri":"urn:a"}`, `{ "uri": "urn:a" }`, `{"uri":"urn:a","subjects":[]}`, `{"uri":"urn:a","bodies":[{"value":"x" }]}`,
		`{"uri":"urn:a","title":null}`, `{"uri":"urn:a","x":1}`, `{"uri":"urn:a","uri":"urn:b"}`, `{"uri":"urn:a","title":"\\"}`, `{"uri":"urn:a","altIds":[[{`,
	} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		from, err := ninjs.Decode(data)
		if err != nil {
			_, _ = ninjs.Amend(data, &ninjs.Item{URI: "urn:a"}, &ninjs.Item{URI: "urn:a"}) // no panic
			return
		}
		want, err := ninjs.Encode(from)
		if err != nil {
			return
		}
		same, err := ninjs.Amend(want, from, from)
		require.NoError(t, err)
		require.Equal(t, string(want), string(same))
		got, err := ninjs.Amend(data, from, from)
		require.NoError(t, err)
		back, err := ninjs.Decode(got)
		require.NoError(t, err)
		again, err := ninjs.Encode(back)
		require.NoError(t, err)
		require.Equal(t, string(want), string(again), "it says the same")
	})
}

func BenchmarkAmend(b *testing.B) {
	for _, c := range []struct {
		name  string
		write func(data []byte, from, item *ninjs.Item) ([]byte, error)
	}{{"amend", ninjs.Amend}, {"encode", func(_ []byte, _, item *ninjs.Item) ([]byte, error) { return ninjs.Encode(item) }}} {
		b.Run(c.name, func(b *testing.B) {
			from := story()
			data, err := ninjs.Encode(from)
			require.NoError(b, err)
			item := *from
			item.Subjects = append(item.Subjects, ninjs.Subject{Name: "harbour", Rel: "keyword"})
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.write(data, from, &item); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// story is an ordinary one of 3 kB in two bodies.
func story() *ninjs.Item {
	text := strings.Repeat("The old harbour will be closed for \"three weeks\", the council said.\n", 45)
	return &ninjs.Item{URI: "urn:example:harbour", Type: ninjs.TypeText, PubStatus: ninjs.Usable, Urgency: 4, Language: "en",
		VersionCreated: ninjs.At(time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)),
		Headlines:      []ninjs.Text{{Value: "Harbour closed"}},
		Bodies:         []ninjs.Body{{ContentType: "text/html", Value: "<p>" + text + "</p>"}, {ContentType: "text/plain", Value: text}},
		Subjects:       []ninjs.Subject{{URI: "http://cv.iptc.org/newscodes/subjectcode/04000000", Name: "economy"}},
	}
}
