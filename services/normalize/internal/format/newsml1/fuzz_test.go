package newsml1_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsml1"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

func costly() map[string]string {
	const size = 2 << 20
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	nest := func(open, within, end string, n int) string {
		return strings.Repeat(open, n) + within + strings.Repeat(end, n)
	}
	items := `<NewsItem>` + identified + `<NewsComponent>`
	return map[string]string{
		"components":         withStory(repeat(`<NewsComponent/>`)),
		"deep components":    withStory(nest(`<NewsComponent>`, repeat(`<ContentItem Href="a.jpg"/>`), `</NewsComponent>`, 240)),
		"equivalents":        withStory(nest(`<NewsComponent EquivalentsList="yes">`, repeat(`<NewsComponent>`+story+`</NewsComponent>`), `</NewsComponent>`, 200)),
		"stories":            withStory(repeat(`<NewsComponent><Role FormalName="Sidebar"/>` + story + `</NewsComponent>`)),
		"photos":             withStory(repeat(`<NewsComponent><Role FormalName="Photo"/><ContentItem Href="a.jpg"/></NewsComponent>`)),
		"subjects":           withStory(`<DescriptiveMetadata>` + repeat(`<SubjectCode><Subject FormalName="abc"/></SubjectCode>`) + `</DescriptiveMetadata>`),
		"properties":         withStory(nest(`<Metadata>`, "", `</Metadata>`, 1) + `<Metadata>` + nest(`<Property FormalName="keyword">`, repeat("x "), `</Property>`, 240) + `</Metadata>`),
		"lines":              withStory(`<NewsLines>` + repeat(`<HeadLine>a</HeadLine><NewsLine><NewsLineText>b</NewsLineText></NewsLine>`) + `</NewsLines>`),
		"topics":             withStory(`<TopicSet><Topic Duid="a"><TopicType FormalName="Person"/><Description>` + strings.Repeat("x", size/2) + `</Description></Topic></TopicSet><DescriptiveMetadata>` + strings.Repeat(`<TopicOccurrence Topic="#a"/>`, size/60) + `</DescriptiveMetadata>`),
		"items in items":     `<NewsML>` + nest(items, repeat("<p/>"), `</NewsComponent></NewsItem>`, 100) + `</NewsML>`,
		"content in itself":  withStory(nest(`<ContentItem><DataContent>x</DataContent>`, "", `</ContentItem>`, 200)),
		"texts":              withStory(repeat(`<ContentItem><DataContent>x</DataContent></ContentItem>`)),
		"leads":              withStory(repeat(role("Lead", `<ContentItem><DataContent>x</DataContent></ContentItem>`))),
		"escaped":            newsml(usable, `<ContentItem><DataContent><![CDATA[<nitf><body><body.content>`+repeat("<p>a</p>")+`]]></DataContent></ContentItem>`),
		"open tags":          newsml(usable, `<ContentItem><DataContent><![CDATA[`+repeat("<p <")+`]]></DataContent></ContentItem>`),
		"envelope and items": `<NewsML><NewsEnvelope>` + strings.Repeat(`<NewsProduct FormalName="abc"/>`, size/60) + `</NewsEnvelope>` + strings.Repeat(`<NewsItem><NewsComponent/></NewsItem>`, 9_000) + `</NewsML>`,
		"roles and files":    withStory(`<NewsComponent><Role>` + strings.Repeat("x ", size/4) + `</Role><MediaType FormalName="` + strings.Repeat("y", size/4) + `"/>` + strings.Repeat(`<ContentItem Href="a"/>`, size/50) + `</NewsComponent>`),
		"sidebars":           withStory(repeat(`<NewsComponent/>`)[:size/2/16*16] + strings.Repeat(role("Sidebar", story), size/400)),
		"captions":           withStory(repeat(role("Caption", `<ContentItem><DataContent>x</DataContent></ContentItem>`))),
	}
}

// What costs most for its size takes a time and a memory in proportion to it.
func TestCostly(t *testing.T) {
	for name, doc := range costly() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := newsml1.Parse(format.Input{Data: []byte(doc), Zone: time.UTC})
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if err != nil {
			var fe *format.Error
			require.ErrorAs(t, err, &fe, name)
		}
		t.Logf("%s: %d kB, %v, %d MB", name, len(doc)/1024, took, (after.TotalAlloc-before.TotalAlloc)>>20)
		require.Less(t, took, 5*time.Second, name)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<30), name)
	}
}

// FuzzParse: an error with its reason, or articles each of which is an error or
// becomes valid ninjs; and the same bytes give the same.
func FuzzParse(f *testing.F) {
	for _, c := range fields() {
		f.Add([]byte(newsml(usable+c.manage, c.component+story)))
	}
	f.Add([]byte(envelope(`<NewsItem>` + identified + `<NewsManagement>` + status("Embargoed") + change("Usable", "20240503") + `</NewsManagement></NewsItem>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := format.Input{Data: data, Zone: time.UTC, Provider: "p"}
		articles, err := newsml1.Parse(in)
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		again, err := newsml1.Parse(in)
		require.NoError(t, err)
		require.Equal(t, articles, again)
		for _, a := range articles {
			if a.Err != nil {
				require.NotEmpty(t, a.Err.Reason)
				continue
			}
			it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
			if err != nil {
				continue // nothing to read in it, or too large
			}
			out, err := ninjs.Encode(&it)
			require.NoError(t, err)
			require.NoError(t, localtest.NinjsError(t, out), string(out))
		}
	})
}
