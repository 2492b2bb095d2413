package feed_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

// A field of another type than JSON Feed gives it is read for what it means, or lost
// alone.
func TestWrongTypesOfJSONFeed(t *testing.T) {
	t.Parallel()
	one := func(fields string) format.Article {
		list := parse(t, `{"version":"https://jsonfeed.org/version/1.1","title":7,"authors":{"name":"Desk"},"language":null,"items":[{"id":"1","title":"A",`+fields+`},{"id":"2","title":"B"}]}`)
		require.Len(t, list, 2, fields)
		require.Nil(t, list[0].Err, fields)
		require.Nil(t, list[1].Err, fields)
		require.Equal(t, "A", list[0].Item.Headlines[0].Value, fields)
		return list[0]
	}
	require.Equal(t, []ninjs.Subject{{Name: "a", Rel: "keyword"}, {Name: "b", Rel: "keyword"}}, one(`"tags":"a, b"`).Item.Subjects)
	require.Equal(t, []ninjs.Subject{{Name: "a", Rel: "keyword"}, {Name: "5", Rel: "keyword"}}, one(`"tags":[{"name":"a"},5,[[]]]`).Item.Subjects)
	require.Equal(t, 2025, one(`"date_published":1751882400`).Item.FirstCreated.Year())
	require.Equal(t, 2025, one(`"date_published":1751882400000`).Item.FirstCreated.Year())
	require.Equal(t, "Ida", one(`"authors":{"name":"Ida"}`).Item.By)
	require.Equal(t, "Ida", one(`"authors":"Ida"`).Item.By)
	require.Equal(t, "Ida, Bo", one(`"author":["Ida",{"name":"Bo"}]`).Item.By)
	require.Equal(t, "Desk", one(`"author":null`).Item.By)
	require.Equal(t, ninjs.URI("https://q.example/a.jpg"), one(`"image":{"url":"https://q.example/a.jpg"}`).Item.Associations[0].URI)
	require.Equal(t, ninjs.URI("https://q.example/a.mp3"), one(`"attachments":{"url":"https://q.example/a.mp3","size_in_bytes":"12"}`).Item.Associations[0].URI)
	require.Equal(t, ninjs.URI("https://q.example/a.mp3"), one(`"attachments":["https://q.example/a.mp3"]`).Item.Associations[0].URI)
	require.Equal(t, "en", one(`"language":["en"]`).Item.Language)
	require.Contains(t, one(`"summary":true`).Notes[0], "summary")
}

func TestWhatIsAJSONFeed(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"title":"Q","items":[{"id":"1","title":"A"}]}`:                     feed.JSONFeed,
		`{"items":[{"id":"1","title":"A"}],"title":"Q"}`:                     feed.JSONFeed,
		`{"items":[{"title":"A","content_html":"x"}]}`:                       feed.JSONFeed,
		`{"version":"https:\/\/jsonfeed.org\/version\/1.1","items":[]}`:      feed.JSONFeed,
		`{"total_count":1,"items":[{"id":1,"title":"A","url":"https://q"}]}`: "",
		`{"title":"Basket","items":["a","b"]}`:                               "",
		`{"name":"Basket","items":[{"id":1,"name":"x"}]}`:                    "",
		`{"uri":"urn:x:1","title":"T","list":{"items":[{"id":1}]}}`:          "",
		`{"title":"about jsonfeed","text":"see jsonfeed.org/version/1.1"}`:   "",
		`[{"id":"1","title":"A","content_html":"x"}]`:                        "",
		`{"items":`: "",
	} {
		require.Equal(t, want, feed.Name(format.Input{Data: []byte(data)}), data)
	}
}

// Control characters that stand raw in a text, and halves of surrogate pairs, cost
// themselves, wherever they stand.
func TestDamagedTextInAJSONFeed(t *testing.T) {
	t.Parallel()
	data := "{\"title\":\"Quay\tNews\",\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"title\":\"Port\ncloses \\ud83d\",\"content_text\":\"It\x0bblows.\"},{\"id\":\"2\",\"title\":\"B\"}]}"
	require.Equal(t, feed.JSONFeed, feed.Name(input(data)))
	list := parse(t, data)
	require.Len(t, list, 2)
	require.Nil(t, list[0].Err)
	require.Equal(t, "Port closes \ufffd", list[0].Item.Headlines[0].Value)
	require.Contains(t, list[0].Notes, "3 control characters within strings were repaired; 1 halves of surrogate pairs became U+FFFD")
}
