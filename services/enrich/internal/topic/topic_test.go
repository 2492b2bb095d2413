package topic_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/topic"
)

const (
	subj   = "http://cv.iptc.org/newscodes/subjectcode/"
	medtop = "http://cv.iptc.org/newscodes/mediatopic/"
)

func uris(list ...string) []ninjs.Subject {
	var out []ninjs.Subject
	for _, u := range list {
		out = append(out, ninjs.Subject{URI: ninjs.URI(u)})
	}
	return out
}

func TestCodesAreUnderstoodAsProvidersWriteThem(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		subject ninjs.Subject
		slug    string
		sure    int
	}{
		"a subject code":                  {ninjs.Subject{URI: subj + "15054000"}, "sport", 100},
		"over https":                      {ninjs.Subject{URI: "https://cv.iptc.org/newscodes/subjectcode/17005000"}, "weather", 100},
		"a media topic, first level":      {ninjs.Subject{URI: medtop + "16000000"}, "conflict-war-and-peace", 100},
		"a media topic, second level":     {ninjs.Subject{URI: medtop + "20000574"}, "politics-and-government", 100},
		"a later one of the second level": {ninjs.Subject{URI: medtop + "20001339"}, "lifestyle-and-leisure", 100},
		"a deeper one":                    {ninjs.Subject{URI: medtop + "20000379"}, "economy-business-and-finance", 90},
		"a qcode":                         {ninjs.Subject{URI: "medtop:20000003"}, "arts-culture-entertainment-and-media", 90},
		"a qcode as a literal":            {ninjs.Subject{Literal: "subj:07001000"}, "health", 100},
		"bare digits":                     {ninjs.Subject{Literal: "02003001"}, "crime-law-and-justice", 100},
		"the bare digits of a topic":      {ninjs.Subject{Literal: "20000822"}, "sport", 100},
		"a uri with a query":              {ninjs.Subject{URI: medtop + "20000574?lang=en-GB"}, "politics-and-government", 100},
		"a uri with a slash":              {ninjs.Subject{URI: medtop + "15000000/"}, "sport", 100},
		"capitals":                        {ninjs.Subject{Literal: "MEDTOP:07000000"}, "health", 100},
		"an alias without a colon":        {ninjs.Subject{Literal: "medtop20000822"}, "sport", 100},
		"a longer alias":                  {ninjs.Subject{Literal: "iptcsubjectcode:04003005"}, "economy-business-and-finance", 100},
		"a URN":                           {ninjs.Subject{URI: "urn:newsml:iptc.org:20031010:topicset.iptc-subjectcode:20:11000000"}, "politics-and-government", 100},
		"a name that is a code":           {ninjs.Subject{Name: " 04003005 "}, "economy-business-and-finance", 100},
		"IPTC's own name":                 {ninjs.Subject{Name: "Conflict, war and peace"}, "conflict-war-and-peace", 80},
		"a section":                       {ninjs.Subject{Name: "Business", Rel: "section"}, "economy-business-and-finance", 80},
		"a section in German":             {ninjs.Subject{Name: "POLITIK", Rel: "category"}, "politics-and-government", 80},
		"a section in Spanish":            {ninjs.Subject{Name: "Deportes"}, "sport", 80},
		"a section with a scheme":         {ninjs.Subject{Literal: "desk:Gesundheit"}, "health", 80},
		"a uri beside its literal":        {ninjs.Subject{URI: medtop + "05000000", Literal: "education"}, "education", 100},
	} {
		got, ok := topic.Lead([]ninjs.Subject{c.subject})
		require.True(t, ok, name)
		require.Equal(t, c.slug, got.Topic.Slug, name)
		require.Equal(t, c.sure, got.Confidence, name)
	}
}

func TestWhatIsNoCodeTellsNoTopic(t *testing.T) {
	t.Parallel()
	for _, s := range []ninjs.Subject{
		{}, {Name: "sport", Rel: "keyword"}, {Name: "Saltbury", Rel: "category"}, {Literal: "1505400"}, {Literal: "150540000"}, {Literal: "99000000"}, {Literal: "00000000"},
		{Literal: "20140829"}, {URI: medtop + "20009999"}, {URI: medtop + "2000057x"}, {URI: "http://example.org/15000000"},
	} {
		_, ok := topic.Lead([]ninjs.Subject{s})
		require.False(t, ok, "%+v", s)
	}
}

func TestLead(t *testing.T) {
	t.Parallel()
	weighed := func(code string, relevance int) ninjs.Subject {
		return ninjs.Subject{URI: ninjs.URI(subj + code), Relevance: &relevance}
	}
	ours := ninjs.Subject{URI: medtop + "17000000", Creator: frame.Creator}
	for name, c := range map[string]struct {
		subjects []ninjs.Subject
		want     string
	}{
		"the first code":                  {uris(subj+"11000000", subj+"15000000", subj+"15054000"), "politics-and-government"},
		"what is no code is passed over":  {uris("urn:x", subj+"15054000"), "sport"},
		"the most relevant":               {[]ninjs.Subject{weighed("11000000", 40), weighed("15000000", 90)}, "sport"},
		"relevance before none":           {[]ninjs.Subject{{URI: subj + "11000000"}, weighed("15000000", 10)}, "sport"},
		"equally relevant: the most":      {[]ninjs.Subject{weighed("11000000", 90), weighed("15000000", 90), weighed("15054000", 90)}, "sport"},
		"equally relevant and many":       {[]ninjs.Subject{weighed("11000000", 90), weighed("15000000", 90)}, "politics-and-government"},
		"less relevant ones do not count": {[]ninjs.Subject{weighed("11000000", 90), weighed("15000000", 90), weighed("15054000", 10)}, "politics-and-government"},
		"a code before a section":         {append([]ninjs.Subject{{Name: "Sport", Rel: "section"}}, uris(subj+"11000000")...), "politics-and-government"},
		"a section before ours":           {[]ninjs.Subject{ours, {Name: "Sport", Rel: "section"}}, "sport"},
		"the provider's before ours":      {append([]ninjs.Subject{ours}, uris(subj+"11000000")...), "politics-and-government"},
		"ours where there is no other":    {[]ninjs.Subject{ours}, "weather"},
	} {
		got, ok := topic.Lead(c.subjects)
		require.True(t, ok, name)
		require.Equal(t, c.want, got.Topic.Slug, name)
	}
}

func TestEnricherAddsTheTopicOnce(t *testing.T) {
	t.Parallel()
	enrich := func(subjects []ninjs.Subject) frame.Change {
		c, err := topic.Enricher{}.Enrich(t.Context(), &frame.Article{Item: &ninjs.Item{Subjects: subjects}})
		require.NoError(t, err)
		return c
	}
	in := uris(subj + "15054000")
	got := enrich(in)
	hundred := 100
	require.Equal(t, frame.Change{Topic: "sport", Subjects: []ninjs.Subject{{
		Name: "sport", Rel: "about", URI: medtop + "15000000", Creator: "wireroom", Confidence: &hundred,
	}}}, got)
	require.Equal(t, frame.Change{Topic: "sport"}, enrich(append(in, got.Subjects...)), "it is there")
	require.Equal(t, frame.Change{Topic: "sport"}, enrich(uris("medtop:15000000")), "the provider said it")
	require.Equal(t, frame.Change{}, enrich(nil))
}

func TestEachFirstLevelLeadsToItself(t *testing.T) {
	t.Parallel()
	for _, want := range contract.Topics() {
		for _, scheme := range []string{subj, medtop} {
			got, ok := topic.Lead(uris(scheme + want.Code))
			require.True(t, ok)
			require.Equal(t, want, got.Topic)
		}
	}
	known := 0
	for n := 20000000; n < 20001400; n++ {
		if _, ok := topic.Lead(uris(fmt.Sprint(medtop, n))); ok {
			known++
		}
	}
	require.Equal(t, 1141, known, "a change of the tables is meant")
}

func TestEachTopicHasSections(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"kultur", "polizei", "katastrophen", "wirtschaft", "bildung", "umwelt", "gesundheit", "vermischtes", "arbeit",
		"reise", "politik", "kirche", "wissenschaft", "gesellschaft", "fußball", "krieg", "wetter",
	} {
		_, ok := topic.Lead([]ninjs.Subject{{Name: name, Rel: "section"}})
		require.True(t, ok, name)
	}
}
