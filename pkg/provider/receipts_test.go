package provider

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestReceiptWebhook(t *testing.T) {
	t.Parallel()
	const good = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	list, err := parse([]byte("providers: [{id: a, receipt_webhook: {url: 'https://example.com/r', secrets: [{secret: "+good+"}]}}, {id: b}]"), "")
	require.NoError(t, err)
	require.Equal(t, "https://example.com/r", list[0].ReceiptWebhook.URL)
	require.Equal(t, good, list[0].ReceiptWebhook.Secrets[0].Value())
	require.Equal(t, []contract.Outcome{contract.Published, contract.Dropped, contract.Dead}, list[0].ReceiptWebhook.Outcomes)
	require.Nil(t, list[1].ReceiptWebhook)
	for text, says := range map[string]string{
		"{url: 'ftp://example.com', secrets: [{secret: " + good + "}]}":                          "https://",
		"{url: 'https://example.com'}":                                                           "1 to 4",
		"{url: 'https://example.com', secrets: [{secret: whsec_ThisOneIsNoBase64!}]}":            "whsec_",
		"{url: 'https://example.com', secrets: [{secret: " + good + "}], outcomes: [lost]}":      "lost",
		"{url: 'https://example.com', secrets: [{secret: " + good + ", file: x}], outcomes: []}": "one of",
		"{address: 'https://example.com'}":                                                       "address",
	} {
		_, err := parse([]byte("providers: [{id: a, receipt_webhook: "+text+"}]"), "")
		require.ErrorContains(t, err, says, text)
		require.NotContains(t, err.Error(), "MfKQ9r8", "no secret in an error")
	}
}
