package formats_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
)

// crowd makes a delivery of n articles. # stands for the number of a piece.
type crowd struct {
	contentType, head, piece, tail string
}

func (c crowd) of(n int) string {
	var b strings.Builder
	b.WriteString(c.head)
	for i := range n {
		b.WriteString(strings.ReplaceAll(c.piece, "#", strconv.Itoa(i)))
	}
	return b.String() + c.tail
}

// alone are the formats whose documents are one article each.
var alone = map[string]string{
	"page": page, "text": text, "ritzau": rbNews,
}

var crowds = map[string][]crowd{
	"newsml-1.2": {
		{"", "<NewsML>", "<NewsItem><NewsComponent><NewsLines><HeadLine>a#</HeadLine></NewsLines></NewsComponent></NewsItem>", "</NewsML>"},
		{"", "<NewsML><NewsItem><NewsComponent>", "<NewsItem><NewsComponent><NewsLines><HeadLine>a#</HeadLine></NewsLines></NewsComponent></NewsItem>", "</NewsComponent></NewsItem></NewsML>"},
	},
	"newsml-g2": {{"", "<newsMessage><itemSet>", `<newsItem guid="urn:a:#"/>`, "</itemSet></newsMessage>"}},
	"nitf":      {{"", "<news>", `<nitf><head><docdata><doc-id id-string="#"/></docdata></head></nitf>`, "</news>"}},
	"rss": {
		{"", "<rss><channel>", "<item><title>a#</title></item>", "</channel></rss>"},
		{"", "<rss><channel/>", "<item><title>a#</title></item>", "</rss>"},
		{"", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>`, "<item><title>a#</title></item>", "</rdf:RDF>"},
	},
	"atom": {{"", `<feed xmlns="http://www.w3.org/2005/Atom">`, "<entry><id>urn:a:#</id><title>a</title></entry>", "</feed>"}},
	"jsonfeed": {
		{"", `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"urn:a:a","title":"a, [b]"}`, `,{"id":"urn:a:#","title":"a"}`, "]}"},
	},
	"multipart": {{"multipart/mixed; boundary=b", "--b\n\n<rss><channel>", "<item><title>a#</title></item>", "</channel></rss>\n--b\n\n" + rss + "\n--b--\n"}},
	"email": {
		{"message/rfc822", mailHead + "--b\nContent-Type: application/rss+xml\n\n<rss><channel>", "<item><title>a#</title></item>", "</channel></rss>\n--b\nContent-Type: application/rss+xml\n\n" + rss + "\n--b--\n"},
	},
	"ninjs": {
		{"", "[", `{"uri":"urn:a:#"},`, `{"uri":"urn:a:a"}]`}, {"", "", "{\"uri\":\"urn:a:#\"}\n", ""},
		{"", "", "{\"uri\":\"urn:a:#\"}", ""}, {"application/json-seq", "", "\x1e{\"uri\":\"urn:a:#\"}\n", ""},
	},
	"anpa-1312": {
		{"", "", "\x16\x16\x01a0001\x1fabc\r\nr i\x13\x11 BC-Port-# 05-03 0010\r\n\x02^BC-Port<\r\n^Port closes<\r\n\t   It blows.\r\n\x03", ""},
		{"", "", "a0001 abc\nr i bx BC-Port-# 05-03 0010\n^BC-Port<\n^Port closes<\n   It blows.\n", ""},
	},
	"iptc-7901": {
		{"", "", "\x01abc0001 4 i 10\r\nPort/\r\n\x02Port closes # =\r\n\r\nIt blows.\r\n\x03", ""},
		{"", "", "abc0001 4 i 10 abc 12\r\nPort/\r\nPort closes # =\r\n\r\nIt blows.\r\n", ""},
	},
}

const mailHead = "From: a@a.example\nSubject: Port closes\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"

// A delivery may hold as many articles as the budget says, in every format of the
// list, and not one more: then nothing of it is read.
func TestADeliveryHoldsABoundedNumberOfArticlesInEveryFormat(t *testing.T) {
	t.Parallel()
	for _, f := range formats.All() {
		if document, ok := alone[f.Name]; ok {
			_, articles, err := parse(document+document, "", f.Name)
			require.True(t, err != nil || len(articles) == 1, f.Name)
			continue
		}
		require.NotEmpty(t, crowds[f.Name], "a format that may hold many articles needs a delivery of them here: %s", f.Name)
		for i, c := range crowds[f.Name] {
			t.Run(f.Name+" "+strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				n := exactly(t, c)
				_, articles, err := parse(c.of(n), c.contentType, "")
				require.NoError(t, err)
				require.Len(t, articles, contract.MaxArticles)
				_, articles, err = parse(c.of(n+1), c.contentType, "")
				refused(t, err, contract.MaxArticles+1)
				require.Empty(t, articles)
				// so many that another bound would be passed too: the reason is the same
				_, articles, err = parse(c.of(n+90_000), c.contentType, "")
				refused(t, err, 0)
				require.Empty(t, articles)
			})
		}
	}
}

// exactly is how many pieces make as many articles as a delivery may hold: what
// stands around the pieces may be one too.
func exactly(t *testing.T, c crowd) int {
	t.Helper()
	_, articles, err := parse(c.of(7), c.contentType, "")
	require.NoError(t, err)
	require.InDelta(t, 7, len(articles), 1)
	return contract.MaxArticles - (len(articles) - 7)
}

// refused checks that the error names the bound of articles, and n of them unless 0.
func refused(t *testing.T, err error, n int) {
	t.Helper()
	var fe *format.Error
	require.True(t, errors.As(err, &fe), "%v", err)
	require.Equal(t, contract.ReasonTooManyArticles, fe.Reason)
	text := " articles in one delivery, at most " + strconv.Itoa(contract.MaxArticles) + " are read"
	if n > 0 {
		text = strconv.Itoa(n) + text
	}
	require.Contains(t, err.Error(), text)
}

// Items so small that they pass the bound of what a document in XML is made of.
func TestTheReasonIsTheSameWhereItemsAreTiny(t *testing.T) {
	t.Parallel()
	for _, c := range []crowd{
		{"", "<rss><channel>", "<item a=''/>", "</channel></rss>"},
		{"", `<feed xmlns="http://www.w3.org/2005/Atom">`, "<entry a=''/>", "</feed>"},
		{"", `<a:feed xmlns:a="http://www.w3.org/2005/Atom">`, "<a:entry a='' b='' c='' d=''/>", "</a:feed>"},
		{"", "<NewsML>", "<NewsItem a='' b='' c=''/>", "</NewsML>"},
		{"", "<newsMessage><itemSet>", "<newsItem a='' b='' c=''/>", "</itemSet></newsMessage>"},
		{"", "<newsMessage><itemSet>", "<packageItem a='' b='' c='' d='' e='' f=''/>", "</itemSet></newsMessage>"},
		{"", "<news>", "<nitf a=''/>", "</news>"},
	} {
		_, articles, err := parse(c.of(150_000), c.contentType, "")
		refused(t, err, 150_000)
		require.Empty(t, articles)
	}
}
