package feed_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

// FuzzParse: a feed gives an error with its reason, or articles each of which
// is an error or can be written once it has a uri; and the same bytes give the
// same articles.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{rss2, wxr, atomFeed, jsonFeed, "<rss><channel><item><title>a<b></item></channel></rss>"} {
		f.Add([]byte(seed), "")
	}
	f.Add([]byte("\xff\xfe<\x00r\x00"), "text/xml; charset=utf-16")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		in := input(string(data))
		in.ContentType = contentType
		list, err := feed.Parse(in)
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		again, err := feed.Parse(in)
		require.NoError(t, err)
		require.Equal(t, list, again)
		for _, a := range list {
			if a.Err != nil {
				continue
			}
			if a.Item.URI == "" {
				a.Item.URI = "urn:x:fuzz"
			}
			_, err := ninjs.Encode(&a.Item)
			require.NoError(t, err)
		}
	})
}
