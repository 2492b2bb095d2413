package classify_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/enrich/internal/topic/classify"
)

func load(t testing.TB) *classify.Classifier {
	t.Helper()
	c, err := classify.Load()
	require.NoError(t, err)
	return c
}

// stories of our own, of each topic.
var stories = []struct{ slug, title, text string }{
	{"arts-culture-entertainment-and-media", "Veteran singer plays farewell concert", "The band played songs from its first album before an audience of nine thousand, and the singer said that a film about the tour would have its premiere in spring."},
	{"crime-law-and-justice", "Man charged with robbery of jeweller", "Police arrested a suspect on Monday after a robbery in which a gun was fired. Prosecutors said that he would appear in court on Thursday and asked for custody."},
	{"disaster-accident-and-emergency-incident", "Earthquake kills eleven in mountain villages", "The quake of magnitude 6.1 brought a landslide down on two villages. Rescue workers searched the rubble for survivors through the night."},
	{"economy-business-and-finance", "Cable maker's quarterly profit falls", "Net profit of the company fell to 14 million dollars on lower sales of copper cable, it said, and its share price lost four percent on the stock exchange."},
	{"education", "Pupils return to rebuilt school", "Four hundred pupils and their teachers moved into the new classrooms of the primary school on Monday, a headteacher said."},
	{"environment", "Wetland becomes a national park", "Conservationists said that endangered species of birds would find a habitat there, while emissions of carbon dioxide from the drained peat would end."},
	{"health", "Measles outbreak closes hospital ward", "Doctors at the hospital asked patients to have their vaccination checked after eleven people were infected with the virus."},
	{"labour", "Dockers vote for strike over pay", "The trade union said that talks on a minimum wage had failed and that workers would begin a walkout on Friday, with pickets at the gates."},
	{"lifestyle-and-leisure", "How to bake bread without an oven", "Our chef has a recipe that needs five ingredients and a kitchen no bigger than a cupboard."},
	{"politics-and-government", "Opposition wins election in island state", "Voters gave the opposition leader a majority in parliament, and the prime minister said that her cabinet would resign before the president returns."},
	{"religion", "Bishop opens restored church", "The priest of the parish said a prayer, and the bishop gave a sermon before Catholic and Protestant worshippers."},
	{"science-and-technology", "Telescope finds planet of a small star", "Astronomers said that the satellite's data show a planet; scientists of three laboratories will repeat the research."},
	{"sport", "United win cup final on penalties", "The goalkeeper saved two penalties after the match had ended 1-1, and the coach praised his midfielder, who scored the first goal of the season."},
	{"conflict-war-and-peace", "Ceasefire broken by shelling", "Artillery hit a village on the front line and rebels said that army troops had launched an offensive, a day after the truce."},
	{"weather", "Blizzard forecast for the north", "The weather service expects heavy snow, gusts of wind and temperatures of minus twenty degrees celsius until Sunday."},
}

func TestEachTopicIsFound(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, s := range stories {
		got, p, ok := c.Topic(s.title, s.text)
		require.True(t, ok, s.title)
		require.Equal(t, s.slug, got.Slug, s.title)
		require.Greater(t, p, 0.35)
		require.LessOrEqual(t, p, 1.0)
	}
}

func TestItAbstains(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, text := range []string{"", "12 34 56", "Lorem ipsum dolor sit amet", "The the of and", "xx yy zz"} {
		_, _, ok := c.Topic("", text)
		require.False(t, ok, text)
	}
}

func TestWeightsAreReadAsWritten(t *testing.T) {
	t.Parallel()
	c, err := classify.Untrained()
	require.NoError(t, err)
	sport, religion := 14, 11
	var examples []classify.Example
	for range 5 {
		examples = append(examples,
			classify.Example{Title: "zorb blick", Text: "quarn", Class: sport},
			classify.Example{Title: "vesp plonk", Text: "tribb", Class: religion})
	}
	classes, bias, features := c.Train(examples, classify.Learning{Epochs: 10, Rate: 0.3, Least: 2})
	require.Equal(t, uint32(1<<sport|1<<religion), classes)
	p, known := c.Probabilities("zorb", "")
	require.Positive(t, known)
	require.Greater(t, p[sport], p[religion])
	var buf bytes.Buffer
	require.NoError(t, classify.Encode(&buf, classes, bias, features))
	again, err := classify.Untrained()
	require.NoError(t, err)
	require.NoError(t, again.Read(buf.Bytes()))
	q, _ := again.Probabilities("zorb", "")
	require.InDeltaSlice(t, p[:], q[:], 0.05)
	for n := range buf.Len() {
		broken, err := classify.Untrained()
		require.NoError(t, err)
		require.Error(t, broken.Read(buf.Bytes()[:n]), "cut at %d", n)
	}
}

func BenchmarkTopic(b *testing.B) {
	c := load(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s := stories[i%len(stories)]
		c.Topic(s.title, s.text)
	}
}

func FuzzTopic(f *testing.F) {
	c := load(f)
	f.Add("Ministers' \xff vote", "the s ' - ss")
	f.Fuzz(func(t *testing.T, title, text string) {
		got, p, ok := c.Topic(title, text)
		if ok != (got != contract.Topic{}) || p < 0 || p > 1 {
			t.Errorf("%v %v %v", got, p, ok)
		}
	})
}
