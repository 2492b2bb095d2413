package websub

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestATopicIsAFeedOfOursByEachOfOurHosts(t *testing.T) {
	t.Parallel()
	const own = "https://news.example.org"
	for _, good := range []string{own + "/v1/articles?format=atom", "http://publish:8082/v1/articles?format=rss&language=en"} {
		_, err := topicOf(good, own, "news.example.org", "publish:8082")
		require.NoError(t, err, good)
	}
	_, err := topicOf("https://evil.example/v1/articles?format=atom", own, "news.example.org", "publish:8082")
	require.ErrorContains(t, err, own+"/v1/articles", "it says where our feeds are")
}
