package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestTopicsAreTokensAndFound(t *testing.T) {
	t.Parallel()
	topics := contract.Topics()
	require.Len(t, topics, 17)
	seen := map[string]bool{}
	for _, topic := range topics {
		require.Equal(t, topic.Slug, contract.TopicToken(topic.Slug), "may be a token of a subject")
		require.False(t, seen[topic.Slug], topic.Slug)
		seen[topic.Slug] = true
		require.True(t, ninjs.URI(topic.URI()).Valid())
		byURI, ok := contract.TopicByURI(topic.URI())
		require.True(t, ok)
		require.Equal(t, topic, byURI)
	}
	require.Equal(t, "economy-business-and-finance", topics[3].Slug, "slugs are part of subjects: they never change")
	_, ok := contract.TopicByURI("http://cv.iptc.org/newscodes/mediatopic/20000002")
	require.False(t, ok, "not of the first level")
	_, ok = contract.TopicByURI("http://example.org/01000000")
	require.False(t, ok)
}
